using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Finds work that nobody will come for — its worker died, its job vanished with an in-memory queue, the API died before it could
/// create a job — and creates another.</summary>
internal sealed class WorkSweeper(
    IServiceScopeFactory scopes,
    JobStorage storage,
    BenchOptions options,
    TimeProvider time,
    ILogger<WorkSweeper> log
) : RepeatedWork(options.SweepInterval, time, log)
{
    /// <summary>Oldest items that one sweep looks at.</summary>
    const int Batch = 500;

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = Time.GetUtcNow().UtcDateTime;
        var waiting = await db
            .Work.AsNoTracking()
            // What is scored anew has no job: workers take it when nothing else waits.
            .Where(item => item.Kind != WorkKind.ScoreAnew)
            .Where(item => item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now))
            .OrderBy(item => item.Id)
            .Take(Batch)
            .Select(item => new
            {
                item.Id,
                item.Kind,
                item.JobId,
            })
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return 0;

        var scheduler = scope.ServiceProvider.GetRequiredService<WorkScheduler>();
        var renewed = 0;
        using var connection = storage.GetConnection();
        foreach (var item in waiting)
        {
            // Else a crowd of workers, each sweeping, would fill the queue with jobs for the same few items.
            if (item.JobId is not null && IsOnItsWay(connection.GetJobData(item.JobId)?.State))
                continue;
            await scheduler.EnqueueAsync(item.Id, item.Kind, cancellationToken);
            renewed++;
        }
        if (renewed > 0)
            Log.LogInformation("made new jobs for {Count} waiting work items", renewed);
        return renewed;
    }

    /// <remarks>A job in state Processing whose item waits has just been taken, or has just given the item back; one more job is
    /// harmless, a missing one is not.</remarks>
    static bool IsOnItsWay(string? jobState) => jobState is "Enqueued" or "Scheduled" or "Awaiting";
}
