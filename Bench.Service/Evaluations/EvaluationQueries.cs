using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations;

public static class EvaluationQueries
{
    /// <exception cref="RefusalException">There is no such evaluation.</exception>
    public static async Task<Evaluation> FindEvaluationAsync(this BenchDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Evaluations.AsNoTracking().SingleOrDefaultAsync(evaluation => evaluation.Id == id, cancellationToken) ?? throw Unknown(id);

    public static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound(
            "evaluation",
            "evaluation-not-found",
            id.ToString(),
            "List the evaluations with GET /api/v1/evaluations."
        );
}
