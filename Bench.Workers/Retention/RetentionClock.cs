using Bench.Service.Agreements;
using Bench.Workers.Jobs;

namespace Bench.Workers.Retention;

/// <summary>Has what is too old removed, every ten minutes. A worker whose <c>Bench:Keep</c> is not what the others have since leaves it to
/// them: what is removed is gone.</summary>
internal sealed class RetentionClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<RetentionClock> log)
    : RepeatedWork(Interval, time, log, waitsFirst: true)
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<SettingsAgreement>();
        if (await settings.LeftBehindAsync(cancellationToken) is { Count: > 0 } differing)
        {
            Log.LogWarning(
                "nothing is removed here: {Settings} of this process are not those of the one that started last",
                string.Join(" and ", differing)
            );
            return;
        }
        var report = await scope.ServiceProvider.GetRequiredService<RetentionRound>().RunAsync(cancellationToken);
        if (!report.IsEmpty)
            Log.LogInformation(
                "removed by Bench:Keep: {Audit} rows of the audit log, {Work} finished pieces of work, {Failed} evaluations that did not "
                    + "complete, predictions of {Predictions} evaluations",
                report.Audit,
                report.Work,
                report.Failed,
                report.Predictions
            );
    }
}
