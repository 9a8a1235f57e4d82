using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Workers.Jobs;

/// <summary>Does one kind of work. Loads by id, calls, saves; ends by committing its results and
/// <see cref="WorkQueue.FinishAsync"/> in one transaction.</summary>
internal interface IWorkHandler
{
    WorkKind Kind { get; }

    /// <summary>Longest that one item of this kind may take, over all attempts.</summary>
    TimeSpan TimeLimit { get; }

    /// <summary>Does the work under the lease. May run twice, here and on another machine; writes nothing that outlives
    /// a lost lease.</summary>
    /// <exception cref="FailureException">It can never succeed.</exception>
    Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>Records on the subject that the work ended in failure. Called inside the transaction that fails the
    /// item.</summary>
    Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken);

    /// <summary>There was no room for the work: removes what it keeps on the disk for its next attempt. Called under
    /// the lease.</summary>
    /// <returns>Whether that is what took the room. If so, the next attempt would take it again: this one
    /// counts.</returns>
    Task<bool> MakeRoomAsync(WorkLease lease, CancellationToken cancellationToken) => Task.FromResult(false);
}
