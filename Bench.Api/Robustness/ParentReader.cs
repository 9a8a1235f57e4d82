using Bench.Api.Evaluations;
using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Robustness;

/// <summary>The change of each metric from a parent model to the model made from it.</summary>
internal sealed class ParentReader(BenchDb db, EvaluationReader evaluations)
{
    /// <exception cref="RefusalException">There is no such evaluation, it has not completed, or there is no parent to
    /// compare with.</exception>
    public async Task<ParentComparison> ReadAsync(Guid evaluationId, string? labelSet, CancellationToken cancellationToken)
    {
        var evaluation = await evaluations.FindAsync(evaluationId, cancellationToken);
        ScoredEvaluations.RequireCompleted(evaluation);
        var parent =
            await db
                .Models.AsNoTracking()
                .Where(model => db.Models.Any(child => child.Id == evaluation.ModelId && child.ParentModelId == model.Id))
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw RefusalException.Conflict(
                "parent-missing",
                "The model declares no parent.",
                "Give 'parentModelId' in the manifest of a model that was made from another one."
            );
        var other =
            await db
                .Evaluations.AsNoTracking()
                .Where(candidate =>
                    candidate.ModelId == parent.Id
                    && candidate.DatasetId == evaluation.DatasetId
                    && candidate.State == EvaluationState.Completed
                )
                .OrderByDescending(candidate => candidate.Id)
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw RefusalException.Conflict(
                "parent-not-evaluated",
                $"The parent '{parent.Name}' has no completed evaluation over the dataset.",
                "Evaluate the parent on it with POST /api/v1/evaluations."
            );
        var key = labelSet ?? LabelFormats.Original;
        var own = await evaluations.ScoresAsync(evaluation.Id, key, cancellationToken);
        var ofParent = await evaluations.ScoresAsync(other.Id, key, cancellationToken);
        var before = ofParent.Items.ToDictionary(score => score.Metric, score => score.Value);
        return new ParentComparison(
            key,
            parent.Id,
            parent.Name,
            other.Id,
            [.. own.Items.Where(score => before.ContainsKey(score.Metric)).Select(score => Change(score, before[score.Metric]))]
        )
        {
            Checks = own.Checks.With(ofParent.Checks.Except(own.Checks).About(parent.Name)),
        };
    }

    static MetricChange Change(ScoreView score, double parent)
    {
        var change = score.Value - parent;
        bool? better =
            change == 0 || MetricDirectory.Find(score.Metric) is not { Ranks: true } metric ? null : metric.HigherIsBetter == change > 0;
        return new(score.Metric, score.Value, parent, change, better);
    }
}
