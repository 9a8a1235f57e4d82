using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether anything stored is known to be damaged. A warning, not a refusal: all else is served, and what is damaged is never made
/// a number of.</summary>
internal sealed class StoreHealth(BenchDb db) : IHealthCheck
{
    const int Shown = 20;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var count = await db.Damages.CountAsync(cancellationToken);
        if (count == 0)
            return HealthCheckResult.Healthy();
        var first = await db
            .Damages.OrderBy(damage => damage.Subject)
            .Take(Shown)
            .Select(damage => damage.Subject)
            .ToListAsync(cancellationToken);
        return HealthCheckResult.Degraded(
            $"{count} stored things are damaged: put them back from a backup, or send the same bytes again, then run verify",
            data: new Dictionary<string, object> { ["damaged"] = count, ["first"] = first }
        );
    }
}
