using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Workers.Jobs;

/// <summary>Does one kind of work. Loads by id, calls, saves; ends by committing its results and
/// <see cref="WorkQueue.FinishAsync"/> in one transaction.</summary>
internal interface IWorkHandler
{
    /// <summary>The next step after a model that took too long.</summary>
    const string FasterModel = "Try a smaller or faster model, or ask the operator to raise the limit.";

    WorkKind Kind { get; }

    /// <summary>Longest that one item of this kind may take, over all attempts.</summary>
    TimeSpan TimeLimit { get; }

    /// <summary>The next step after work that took too long: it depends on what made it long.</summary>
    string AfterDeadline => "Ask the operator: the worker's log says what it was doing.";

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
