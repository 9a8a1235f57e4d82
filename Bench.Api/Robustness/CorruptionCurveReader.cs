using System.Globalization;
using Bench.Api.Doubts;
using Bench.Api.Evaluations;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Metrics.Statistics;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Robustness;

/// <summary>The curve of an evaluation over a corruption tree: from the stored outcomes and the images'
/// facets.</summary>
internal sealed class CorruptionCurveReader(BenchDb db, EvaluationReader evaluations, DatasetStore datasets, OtherSidesReader others)
{
    /// <exception cref="RefusalException">There is no such evaluation or label set, it is not scored, or the dataset is
    /// no corruption tree.</exception>
    public async Task<CorruptionCurve> ReadAsync(Guid evaluationId, string? labelSet, CancellationToken cancellationToken)
    {
        var evaluation = await evaluations.FindAsync(evaluationId, cancellationToken);
        ScoredEvaluations.RequireCompleted(evaluation);
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        return await FindAsync(evaluation, dataset, labelSet, cancellationToken)
            ?? throw RefusalException.Conflict(
                "corruptions-missing",
                $"The images of '{dataset.Key}' have no corruptions.",
                "Ask for an evaluation over a dataset of the layout imagenet-c."
            );
    }

    /// <summary>Null when the dataset is no corruption tree.</summary>
    /// <exception cref="RefusalException">The evaluation has not been scored under that label set.</exception>
    public async Task<CorruptionCurve?> FindAsync(
        Evaluation evaluation,
        Dataset dataset,
        string? labelSet,
        CancellationToken cancellationToken
    )
    {
        if (CorruptionTree.Of(await datasets.ManifestAsync(dataset, cancellationToken)) is not { } tree)
            return null;
        var key = labelSet ?? LabelFormats.Original;
        var found =
            await db
                .Scorings.AsNoTracking()
                .Where(scoring => scoring.EvaluationId == evaluation.Id)
                .Join(
                    db.LabelSets.Where(set => set.IsCurrent && set.Key == key),
                    scoring => scoring.LabelSetId,
                    set => set.Id,
                    (scoring, set) =>
                        new
                        {
                            scoring.Used,
                            scoring.Correct,
                            set.Checks,
                            Clean = scoring
                                .Scores.Where(score => score.Metric == ShiftMetrics.CleanTop1)
                                .Select(score => (double?)score.Value)
                                .FirstOrDefault(),
                        }
                )
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw RefusalException.Conflict(
                "not-scored",
                $"The evaluation has not been scored under '{key}'.",
                "Name a label set of GET /api/v1/label-sets?dataset=…, or try again in some seconds."
            );
        var outcomes = ImageOutcomes.FromBytes(found.Correct, found.Used, dataset.ImageCount);
        return new CorruptionCurve(
            key,
            1 - found.Clean,
            [
                .. CorruptionCell
                    .Of(tree, outcomes)
                    .GroupBy(cell => cell.Corruption)
                    .Select(cells => new CorruptionLine(
                        cells.Key,
                        AlexNetErrors.Mean.ContainsKey(cells.Key),
                        AlexNetErrors.Mean.TryGetValue(cells.Key, out var alexNet) ? alexNet : null,
                        [.. cells.Select(Point)]
                    )),
            ]
        )
        {
            Checks = dataset
                .Checks.With(evaluation.Checks)
                .With(found.Checks)
                .With(found.Clean is null ? [] : await OfCleanAsync(evaluation, key, cancellationToken)),
        };
    }

    async Task<IReadOnlyList<Check>> OfCleanAsync(Evaluation evaluation, string labelSet, CancellationToken cancellationToken) =>
        (await others.ReadAsync(evaluation.DatasetId, labelSet, evaluation.ModelId, cancellationToken))
            .GetValueOrDefault(evaluation.Id, OtherSides.None)
            .Clean;

    static CorruptionPoint Point(CorruptionCell cell)
    {
        var interval = WilsonInterval.Of(cell.Wrong, cell.N);
        return new CorruptionPoint(
            cell.Severity,
            cell.Level ?? cell.Severity.ToString(CultureInfo.InvariantCulture),
            cell.Error,
            interval.Low,
            interval.High,
            cell.N
        );
    }
}
