using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations;

/// <summary>The one way in which an evaluation ends failed.</summary>
public static class EvaluationFailures
{
    /// <summary>Marks the evaluation failed unless it has ended already, and calls off what else was to be done for it.
    /// Runs inside the caller's transaction.</summary>
    public static async Task FailEvaluationAsync(
        this BenchDb db,
        WorkQueue queue,
        Guid evaluationId,
        Failure failure,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await db
            .Evaluations.Where(evaluation => evaluation.Id == evaluationId)
            .UnderWay()
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(evaluation => evaluation.State, EvaluationState.Failed)
                        .SetProperty(evaluation => evaluation.Failure, failure)
                        .SetProperty(evaluation => evaluation.FinishedAt, now)
                        .SetProperty(evaluation => evaluation.Revision, evaluation => evaluation.Revision + 1),
                cancellationToken
            );
        await queue.CancelAsync(evaluationId, cancellationToken);
        if (Refunds.IsDue(failure))
            await db.RefundAsync(evaluationId, now, cancellationToken);
    }
}
