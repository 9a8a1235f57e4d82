using Hangfire;

namespace Bench.Api.Webhooks;

/// <summary>Looks for changes to tell and for deliveries that are due.</summary>
internal sealed class WebhookSweep(IServiceScopeFactory scopes, WebhookOptions options, TimeProvider time, ILogger<WebhookSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        var forgetAt = time.GetUtcNow();
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var outbox = scope.ServiceProvider.GetRequiredService<WebhookOutbox>();
                await outbox.AnnounceAsync(stoppingToken);
                await outbox.KnockAsync(stoppingToken);
                if (time.GetUtcNow() < forgetAt) continue;
                await outbox.ForgetAsync(stoppingToken);
                forgetAt = time.GetUtcNow() + TimeSpan.FromHours(1);
            }
            catch (Exception error) when (error is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException or BackgroundJobClientException or TimeoutException or InvalidOperationException)
            {
                // The database or the queue is away for a moment. The next sweep finds the same changes.
                log.LogWarning(error, "a sweep for webhooks failed");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
