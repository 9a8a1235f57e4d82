using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;

namespace Bench.Benchmarks.Work;

/// <summary>Does nothing but write down when the item was taken: ticks of UTC, as the item's result.</summary>
sealed class TakenNoter(WorkQueue queue) : IWorkHandler
{
    public WorkKind Kind => WorkKind.InspectModel;

    public TimeSpan TimeLimit => TimeSpan.FromMinutes(1);

    public Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            lease,
            TimeProvider.System.GetUtcNow().UtcDateTime.Ticks.ToString(CultureInfo.InvariantCulture),
            notes: null,
            cancellationToken
        );

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
}
