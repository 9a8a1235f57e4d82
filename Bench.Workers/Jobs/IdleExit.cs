using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Ends a worker for which nothing has waited for <see cref="BenchOptions.ExitWhenIdle"/>: one that a scaler
/// started for a queue that was long, and that must not be stopped at its work.</summary>
internal sealed class IdleExit(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    BenchOptions options,
    TimeProvider time,
    ILogger<IdleExit> log
) : RepeatedWork(options.SweepInterval, time, log)
{
    /// <summary>How this process's claims begin.</summary>
    static readonly string Mine = WorkRunner.Owner + "/";

    DateTimeOffset _busyAt = time.GetUtcNow();

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await IsIdleAsync(cancellationToken))
            lifetime.StopApplication();
    }

    internal async Task<bool> IsIdleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var isBusy = await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Work.AnyAsync(
                item => item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseOwner!.StartsWith(Mine)),
                cancellationToken
            );
        if (isBusy)
            _busyAt = Time.GetUtcNow();
        if (Time.GetUtcNow() - _busyAt < options.ExitWhenIdle)
            return false;
        Log.LogInformation("the queue has been empty for {Idle}: this worker ends", options.ExitWhenIdle);
        return true;
    }
}
