using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Start;

/// <summary>Stops evaluations and starts them again. Each is one guarded change of state: of two callers, or a caller
/// and a worker, one wins.</summary>
public sealed class EvaluationControl(BenchDb db, Ledger ledger, WorkQueue queue, WorkScheduler scheduler, TimeProvider time)
{
    public async Task CancelAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var evaluation = await OwnAsync(id, caller, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cancelled = await db
            .Evaluations.Where(candidate => candidate.Id == id)
            .UnderWay()
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(candidate => candidate.State, EvaluationState.Cancelled)
                        .SetProperty(candidate => candidate.FinishedAt, now)
                        .SetProperty(candidate => candidate.Revision, candidate => candidate.Revision + 1),
                cancellationToken
            );
        if (cancelled == 0)
            throw RefusalException.Conflict(
                "evaluation-ended",
                $"The evaluation has ended already ({evaluation.State.ToString().ToLowerInvariant()}).",
                "There is nothing to cancel."
            );
        await queue.CancelAsync(id, cancellationToken);
        // What no device has worked on yet costs nothing.
        if (evaluation.State is EvaluationState.Queued or EvaluationState.Inspecting)
            await db.RefundAsync(id, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task RetryAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var evaluation = await OwnAsync(id, caller, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        // Submitted predictions are stored already: only scoring is to be done again.
        var (state, kind) = evaluation.Verified
            ? (EvaluationState.Queued, WorkKind.PlanEvaluation)
            : (EvaluationState.Scoring, WorkKind.ScoreEvaluation);
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = id,
            OwnerKeyId = evaluation.OwnerKeyId,
            CreatedAt = now,
        };
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var restarted = await db
                .Evaluations.Where(candidate =>
                    candidate.Id == id && (candidate.State == EvaluationState.Failed || candidate.State == EvaluationState.Cancelled)
                )
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(candidate => candidate.State, state)
                            .SetProperty(candidate => candidate.Failure, (Failure?)null)
                            .SetProperty(candidate => candidate.Attempt, candidate => candidate.Attempt + 1)
                            .SetProperty(candidate => candidate.Done, candidate => candidate.Verified ? 0 : candidate.Done)
                            .SetProperty(candidate => candidate.FinishedAt, (DateTime?)null)
                            .SetProperty(candidate => candidate.Revision, candidate => candidate.Revision + 1),
                    cancellationToken
                );
            if (restarted == 0)
                throw RefusalException.Conflict(
                    "evaluation-not-ended",
                    $"The evaluation is {evaluation.State.ToString().ToLowerInvariant()}.",
                    "Only a failed or cancelled evaluation can be run again."
                );
            await queue.DiscardAsync(id, cancellationToken);
            await ledger.ReserveEvaluationsAsync(caller, [id], cancellationToken);
            db.Work.Add(item);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await scheduler.EnqueueAsync([item], cancellationToken);
    }

    async Task<Evaluation> OwnAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var evaluation = await db.FindEvaluationAsync(id, cancellationToken);
        return caller.MayChange(evaluation.OwnerKeyId)
            ? evaluation
            : throw RefusalException.NotOwner(
                "The evaluation was started with another key.",
                "Use the key that started it, or ask an operator."
            );
    }
}
