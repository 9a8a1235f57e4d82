using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Finds work that no worker will come for — its worker died, its job vanished with an in-memory queue, the API
/// died before it could create a job — and creates another.</summary>
/// <remarks>Any job does the next item in turn, so that nothing is missing where as many jobs are on their way as items
/// wait, and nothing is urgent where many are. Nothing counts what waits: some items of each line are read, and only
/// where there are fewer jobs each item's own is looked at.</remarks>
internal sealed class WorkSweeper(
    IServiceScopeFactory scopes,
    JobStorage storage,
    BenchOptions options,
    TimeProvider time,
    ILogger<WorkSweeper> log
) : RepeatedWork(options.SweepInterval, time, log)
{
    /// <summary>Items of a line that one sweep looks at, and jobs that keep the line busy until the next one.</summary>
    internal const int Batch = 500;

    /// <summary>Time in which a process that made an item makes its job too, unless it died.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = Time.GetUtcNow().UtcDateTime;
        var made = now - Grace;
        var due = await Expired(db, now)
            .Concat(Waiting(db, made, WorkLine.Quick))
            .Concat(Waiting(db, made, WorkLine.Device))
            .Select(item => new
            {
                item.Id,
                item.Kind,
                item.JobId,
            })
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
            return 0;
        var jobs = storage.GetMonitoringApi();
        var waiting = due.GroupBy(item => WorkLine.Of(item.Kind))
            .Where(line => jobs.EnqueuedCount(line.Key.Queue) < line.Count())
            .SelectMany(line => line)
            .ToList();
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

    /// <summary>Some of a line's items that wait, whichever: their state, which is the same, stands where an order is asked
    /// for.</summary>
    static IQueryable<WorkItem> Waiting(BenchDb db, DateTime made, WorkLine line)
    {
        var kinds = WithJobs(line.Ranks.SelectMany(rank => rank));
        return db
            .Work.AsNoTracking()
            .Where(item => item.State == WorkState.Waiting && kinds.Contains(item.Kind) && item.CreatedAt <= made)
            .OrderBy(item => item.State)
            .Take(Batch);
    }

    static IQueryable<WorkItem> Expired(BenchDb db, DateTime now)
    {
        var kinds = WithJobs(Enum.GetValues<WorkKind>());
        return db
            .Work.AsNoTracking()
            .Where(item => item.State == WorkState.Leased && item.LeaseExpiresAt < now && kinds.Contains(item.Kind));
    }

    /// <remarks>What is rescored has no job: workers take it when nothing else waits. What a newer version does is left to it.</remarks>
    static List<WorkKind> WithJobs(IEnumerable<WorkKind> kinds) => [.. kinds.Where(kind => kind != WorkKind.ScoreAnew)];

    /// <remarks>A job in state Processing whose item waits has just been taken, or has just given the item back; one
    /// more job is harmless, a missing one is not.</remarks>
    static bool IsOnItsWay(string? jobState) => jobState is "Enqueued" or "Scheduled" or "Awaiting";
}
