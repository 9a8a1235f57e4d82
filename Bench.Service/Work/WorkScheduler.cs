using Bench.Data;
using Bench.Data.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Wakes the workers: turns committed work items into Hangfire jobs, unless workers claim items
/// themselves.</summary>
/// <remarks>Call after the transaction that made the items has committed. Dying before or in the middle loses nothing:
/// the sweeper finds items without a live job.</remarks>
public sealed class WorkScheduler(BenchDb db, IBackgroundJobClient jobs, BenchOptions options)
{
    /// <summary>Models and datasets are looked at here, so that a long evaluation never makes an upload wait.</summary>
    public const string QuickQueue = "quick";

    /// <summary>Shards and slices of attacks: one at a time for each device.</summary>
    public const string DeviceQueue = "device";

    public async Task EnqueueAsync(IEnumerable<WorkItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
            await EnqueueAsync(item.Id, item.Kind, cancellationToken);
    }

    public async Task EnqueueAsync(Guid itemId, WorkKind kind, CancellationToken cancellationToken)
    {
        if (options.WorkBy == WorkBy.Claims)
            return;
        var job = jobs.Create<IWorkRunner>(
            runner => runner.RunAsync(itemId, kind, CancellationToken.None),
            new Hangfire.States.EnqueuedState(WorkLine.Of(kind).Queue)
        );
        await db
            .Work.Where(item => item.Id == itemId)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.JobId, job), cancellationToken);
    }
}
