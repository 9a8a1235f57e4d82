using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Explanations;

public static class ExplanationRows
{
    /// <exception cref="RefusalException">There is no such explanation.</exception>
    public static async Task<Explanation> FindExplanationAsync(this BenchDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Explanations.AsNoTracking().SingleOrDefaultAsync(explanation => explanation.Id == id, cancellationToken)
        ?? throw RefusalException.NotFound(
            "explanation",
            "explanation-not-found",
            id.ToString(),
            "List the explanations with GET /api/v1/explanations."
        );

    /// <summary>Ends an explanation that has not ended, without a result. Runs inside the caller's transaction.</summary>
    public static Task FailExplanationAsync(this BenchDb db, Guid id, Failure failure, DateTime now, CancellationToken cancellationToken) =>
        db
            .Explanations.Where(explanation => explanation.Id == id && explanation.FinishedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(explanation => explanation.State, EvaluationState.Failed)
                        .SetProperty(explanation => explanation.Failure, failure)
                        .SetProperty(explanation => explanation.FinishedAt, now),
                cancellationToken
            );
}
