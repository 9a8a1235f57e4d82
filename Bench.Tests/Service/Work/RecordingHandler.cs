using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;

namespace Bench.Tests.Service.Work;

/// <summary>Notes whose inspection ran, and finishes it.</summary>
sealed class RecordingHandler(WorkQueue queue, List<Guid> seen) : IWorkHandler
{
    public WorkKind Kind => WorkKind.InspectModel;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        seen.Add(lease.SubjectId);
        await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
    }

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
}
