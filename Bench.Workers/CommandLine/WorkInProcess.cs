using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.CommandLine;

/// <summary>Does waiting work here and now, item by item, with no job queue between: what a command needs of a
/// worker.</summary>
internal sealed class WorkInProcess(IServiceScopeFactory scopes, WorkRunner runner)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Called while an item runs.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="done">Units done, of <paramref name="total"/>; 0 of 0 while there is nothing to count.</param>
    /// <param name="perSecond">Units a second; null while unknown.</param>
    public delegate void Report(WorkKind kind, int done, int total, double? perSecond);

    /// <summary>Until nothing waits. Work that fails ends on its subject, as it does in a service. Work that lost its lease,
    /// as when the machine slept, begins again: nobody else holds any here.</summary>
    public async Task DrainAsync(Report report, CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } item)
        {
            await RunAsync(item, report, cancellationToken);
            await ReleaseAsync(cancellationToken);
        }
    }

    async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WorkQueue>().ReleaseAllAsync(cancellationToken);
    }

    async Task RunAsync(WorkItem item, Report report, CancellationToken cancellationToken)
    {
        report(item.Kind, 0, 0, null);
        var running = runner.RunItemAsync(item.Id, item.Kind, cancellationToken);
        using var timer = new PeriodicTimer(Look);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            if (!running.IsCompleted)
                await TellAsync(item, report);
        }
        await running;
    }

    async Task<WorkItem?> NextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Work.AsNoTracking()
            .Where(item => item.State == WorkState.Waiting)
            .OrderBy(item => item.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Shards are counted together: the images of those that are done are before the running one's.</summary>
    async Task TellAsync(WorkItem item, Report report)
    {
        await using var scope = scopes.CreateAsyncScope();
        var alike = await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Work.AsNoTracking()
            .Where(candidate =>
                candidate.SubjectId == item.SubjectId && candidate.Kind == item.Kind && candidate.State != WorkState.Cancelled
            )
            .Select(candidate => new
            {
                candidate.Id,
                candidate.State,
                candidate.Count,
                candidate.Done,
                candidate.Total,
                candidate.UnitsPerSecond,
            })
            .ToListAsync();
        if (alike.Find(candidate => candidate.Id == item.Id) is not { } current)
            return;
        var before = alike
            .Where(candidate => candidate.State == WorkState.Done && candidate.Id != item.Id)
            .Sum(candidate => candidate.Count);
        report(item.Kind, before + current.Done, Math.Max(current.Total, alike.Sum(candidate => candidate.Count)), current.UnitsPerSecond);
    }
}
