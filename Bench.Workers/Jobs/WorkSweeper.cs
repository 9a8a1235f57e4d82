using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Finds work that nobody will come for — its worker died, its job vanished with an in-memory queue, the API
/// died before it could create a job — and creates another.</summary>
/// <remarks>Any job does the next item in turn, so that nothing is missing where as many jobs are on their way as items
/// wait: that is two counts. Only where there are fewer each item's own job is looked at.</remarks>
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

    /// <summary>Time in which a process that made an item makes its job too, unless it died.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = Time.GetUtcNow().UtcDateTime;
        var made = now - Grace;
        var due = db
            .Work.AsNoTracking()
            // What is rescored has no job: workers take it when nothing else waits.
            .Where(item => item.Kind != WorkKind.ScoreAnew && item.CreatedAt <= made)
            .Where(item => item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now));
        var counts = await due.GroupBy(item => item.Kind)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToListAsync(cancellationToken);
        if (counts.Count == 0)
            return 0;
        var jobs = storage.GetMonitoringApi();
        var kinds = counts
            .GroupBy(same => WorkLine.Of(same.Key))
            .Where(line => jobs.EnqueuedCount(line.Key.Queue) < line.Sum(same => same.Count))
            .SelectMany(line => line.Select(same => same.Key))
            .ToList();
        if (kinds.Count == 0)
            return 0;
        var waiting = await due.Where(item => kinds.Contains(item.Kind))
            .OrderBy(item => item.Id)
            .Take(Batch)
            .Select(item => new
            {
                item.Id,
                item.Kind,
                item.JobId,
            })
            .ToListAsync(cancellationToken);
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

    /// <remarks>A job in state Processing whose item waits has just been taken, or has just given the item back; one
    /// more job is harmless, a missing one is not.</remarks>
    static bool IsOnItsWay(string? jobState) => jobState is "Enqueued" or "Scheduled" or "Awaiting";
}
