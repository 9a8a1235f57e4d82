using Bench.Data.Labels;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Facets;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Service.Labels;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Evaluations;

/// <summary>Tells an evaluation's accuracy, calibration and error ratio by the facets that are registered for its dataset. It reads all
/// predictions, so the answer is kept.</summary>
internal sealed class FacetReader(ScoredViews views, FacetSets facets, IMemoryCache cache)
{
    const string Absent = "absent";

    /// <summary>Values scored together; each holds some bytes for every image of the dataset.</summary>
    const int AtOnce = 64;

    static readonly ScoringOptions Calibration = new() { Metrics = ["ece"], Resamples = 200 };
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <param name="evaluation">A completed evaluation.</param>
    /// <param name="labelSet">Key of a label set; <c>original</c> when null.</param>
    /// <param name="key">Key of a set of facets; all of the dataset when null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation, label set or set of facets.</exception>
    public async Task<FacetAnswer> ReadAsync(Guid evaluation, string? labelSet, string? key, CancellationToken cancellationToken)
    {
        var scored = await views.FindAsync(evaluation, labelSet, cancellationToken);
        var sets = await facets.OfAsync(scored.Evaluation.DatasetId, key, cancellationToken);
        if (sets.Count == 0)
            throw key is null
                ? FacetSets.Missing("this dataset's images")
                : RefusalException.NotFound(
                    "set of facets",
                    "label-set-not-found",
                    key,
                    "List the sets of the dataset with GET /api/v1/label-sets?dataset=…."
                );
        var kept = (typeof(FacetAnswer), scored.Scoring.Id, string.Join(' ', sets.Select(set => set.Id)));
        if (cache.TryGetValue(kept, out FacetAnswer? known))
            return known!;
        var view = await views.LoadAsync(scored, cancellationToken);
        var answer = Answer(view, scored.LabelSet.Key, await facets.ColumnsAsync(sets, cancellationToken), cancellationToken);
        return cache.Set(kept, answer, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    static FacetAnswer Answer(
        ScoredView view,
        string labelSet,
        List<(LabelSet Set, LabelColumn Column)> columns,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new ImageOutcomes(view.Correct, view.Used);
        var counts = columns.ConvertAll(each => FacetValue.Count(outcomes, each.Column.Codes.Span, each.Column.Values.Count));
        double[] tests = [.. counts.SelectMany(values => values.Select(value => value.PValue))];
        var adjusted = new double[tests.Length];
        Holm.Adjust(tests, adjusted);
        var calibration =
            view.Predictions.Content >= PredictionContent.TopConfidence ? Calibrated(view, columns, counts, cancellationToken) : [];
        var (facets, place) = (new List<Facet>(), 0);
        foreach (var ((set, column), values) in columns.Zip(counts))
        {
            var rows = values
                .Index()
                .Select(each =>
                    Row(
                        column.Values[each.Index],
                        each.Item,
                        calibration.GetValueOrDefault((column, each.Index)),
                        adjusted[place + each.Index]
                    )
                );
            facets.Add(
                new Facet(
                    set.Key,
                    set.Version,
                    column.Name,
                    values.Sum(value => value.N),
                    [.. rows.OrderBy(row => Order(row.Value)).ThenBy(row => row.Value, StringComparer.Ordinal)]
                )
            );
            place += values.Count;
        }
        return new FacetAnswer(labelSet, outcomes.UsedCount, Finite(outcomes.Accuracy), tests.Count(test => !double.IsNaN(test)), facets);
    }

    /// <summary>Calibration errors of some values at once, which share what does not depend on them.</summary>
    static Dictionary<(LabelColumn, int), MetricScore> Calibrated(
        ScoredView view,
        List<(LabelSet Set, LabelColumn Column)> columns,
        List<IReadOnlyList<FacetValue>> counts,
        CancellationToken cancellationToken
    )
    {
        var wanted = columns
            .Zip(counts)
            .SelectMany(each => each.Second.Index().Where(value => value.Item.N > 0).Select(value => (each.First.Column, value.Index)))
            .ToList();
        var errors = new Dictionary<(LabelColumn, int), MetricScore>();
        foreach (var part in wanted.Chunk(AtOnce))
        {
            var subsets = Array.ConvertAll(part, each => view.Labels.Without(Others(view, each.Column.Codes.Span, each.Index + 1), Absent));
            foreach (var (value, card) in part.Zip(Scorer.ScoreAll(view.Predictions, subsets, Calibration, cancellationToken)))
                if (card.Scores is [var score])
                    errors[value] = score;
        }
        return errors;
    }

    static BitSet Others(ScoredView view, ReadOnlySpan<ushort> codes, int code)
    {
        var others = new BitSet(codes.Length);
        for (var image = 0; image < codes.Length; image++)
            if (codes[image] != code || !view.Used[image])
                others[image] = true;
        return others;
    }

    static FacetRow Row(string name, FacetValue value, MetricScore? ece, double adjusted) =>
        new(
            name,
            value.N,
            Finite(value.Accuracy),
            Finite(value.AccuracyInterval.Low),
            Finite(value.AccuracyInterval.High),
            Finite(value.ErrorRatio),
            Finite(value.ErrorRatioInterval.Low),
            Finite(value.ErrorRatioInterval.High),
            ece?.Value,
            Finite(ece?.CiLow),
            Finite(ece?.CiHigh),
            Finite(value.PValue),
            Finite(adjusted)
        );

    /// <summary>The number of a value, or the lower edge of its bin; the same for all texts.</summary>
    internal static double Order(string value) =>
        double.TryParse(
            value.TrimStart('[').Split(',')[0],
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : double.PositiveInfinity;
}
