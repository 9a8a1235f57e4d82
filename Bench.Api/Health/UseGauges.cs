using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Webhooks;
using Microsoft.EntityFrameworkCore;
using Prometheus;

namespace Bench.Api.Health;

/// <summary>The part of /metrics about use: what was used, given back and notified, over all keys and workers. Read
/// from the stored rows.</summary>
internal static class UseGauges
{
    static readonly Gauge Device = Prometheus.Metrics.CreateGauge(
        "bench_device_seconds",
        "Seconds that devices have worked for submitters since the service began to count."
    );
    static readonly Gauge Refunds = Prometheus.Metrics.CreateGauge(
        "bench_refunds",
        "Reservations that were refunded, because the service was at fault or nothing had been done yet, by allowance.",
        "allowance"
    );
    static readonly Gauge Deliveries = Prometheus.Metrics.CreateGauge(
        "bench_webhook_deliveries",
        "Deliveries to webhooks of the last 30 days, by state: pending, delivered, failed.",
        "state"
    );

    public static async Task CollectAsync(BenchDb db, CancellationToken cancellationToken)
    {
        Device.Set(
            await db.Ledger.Where(entry => entry.Allowance == Allowance.DeviceSecond).SumAsync(entry => entry.Amount, cancellationToken)
        );
        var refunds = await db
            .Ledger.Where(entry => entry.RefundedAt != null)
            .GroupBy(entry => entry.Allowance)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        foreach (var allowance in Enum.GetValues<Allowance>().Where(allowance => allowance != Allowance.DeviceSecond))
            Refunds.WithLabels(allowance.ToString().ToLowerInvariant()).Set(refunds.GetValueOrDefault(allowance));
        var deliveries = await db
            .WebhookDeliveries.GroupBy(delivery => delivery.State)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        foreach (var state in Enum.GetValues<DeliveryState>())
            Deliveries.WithLabels(state.ToString().ToLowerInvariant()).Set(deliveries.GetValueOrDefault(state));
    }
}
