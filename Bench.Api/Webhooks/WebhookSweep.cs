using Bench.Workers.Jobs;

namespace Bench.Api.Webhooks;

/// <summary>Looks for changes to tell and for deliveries that are due.</summary>
internal sealed class WebhookSweep(IServiceScopeFactory scopes, WebhookOptions options, TimeProvider time, ILogger<WebhookSweep> log)
    : RepeatedWork(options.Interval, time, log)
{
    static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);

    DateTimeOffset _forgetAt = time.GetUtcNow();

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<WebhookOutbox>();
        await outbox.AnnounceAsync(cancellationToken);
        await outbox.EnqueueDueAsync(cancellationToken);
        if (Time.GetUtcNow() < _forgetAt)
            return;
        await outbox.ForgetAsync(cancellationToken);
        _forgetAt = Time.GetUtcNow() + ForgetInterval;
    }
}
