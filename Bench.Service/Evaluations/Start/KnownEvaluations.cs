using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Start;

/// <summary>Finds the evaluation that answers a request already.</summary>
internal static class KnownEvaluations
{
    /// <summary>One that has completed answers every question, and so will one of all images that is under way. A
    /// partial one, or one that may end early, answers its own question alone. Null where none does.</summary>
    /// <param name="rule">The question that may end it early; null where all images are wanted.</param>
    public static async Task<Evaluation?> FindAsync(
        BenchDb db,
        Guid model,
        Guid dataset,
        string preprocessing,
        StopRule? rule,
        CancellationToken cancellationToken
    )
    {
        var candidates = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                evaluation.ModelId == model
                && evaluation.DatasetId == dataset
                && evaluation.Verified
                && evaluation.Preprocessing == preprocessing
                && evaluation.State != EvaluationState.Failed
                && evaluation.State != EvaluationState.Cancelled
            )
            .OrderByDescending(evaluation => evaluation.Id)
            .ToListAsync(cancellationToken);
        return candidates.Find(evaluation => evaluation.State == EvaluationState.Completed)
            ?? candidates.Find(evaluation => rule is not null && Rule(evaluation)?.AsksTheSameAs(rule) == true)
            ?? candidates.Find(evaluation => evaluation.StopWhen is null);
    }

    static StopRule? Rule(Evaluation evaluation) => StoredJson.Read<StopRule>(evaluation.StopWhen);
}
