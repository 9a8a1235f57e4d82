using Bench.Api.Metrics;
using Bench.Metrics.Clustered;
using Bench.Metrics.Facets;
using Bench.Metrics.Statistics;
using Bench.Service.Refusals;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Evaluations.Facets;

/// <summary>Tells an evaluation's accuracy, calibration, error ratio and flip rate by the facets that are known of its
/// dataset's images. It reads all predictions, so the answer is kept.</summary>
internal sealed class FacetReader(ScoredEvaluations views, DatasetFacets facets, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <param name="evaluation">A completed evaluation.</param>
    /// <param name="query">Which facets, under which labels, of which part of the dataset.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation, label set, set of facets or part.</exception>
    public async Task<FacetAnswer> ReadAsync(Guid evaluation, FacetQuery query, CancellationToken cancellationToken)
    {
        var scored = await views.FindAsync(evaluation, query.LabelSet, cancellationToken);
        var sources = await facets.OfAsync(scored.Evaluation.DatasetId, query.Set, cancellationToken);
        if (!sources.Any)
            throw query.Set is not { } key
                ? DatasetFacets.Missing("this dataset's images")
                : RefusalException.NotFound(
                    "set of facets",
                    "label-set-not-found",
                    key,
                    "List the sets of the dataset with GET /api/v1/label-sets?dataset=…."
                );
        var kept = (typeof(FacetAnswer), scored.Scoring.Id, sources.Identity, FacetWithin.Spelling(query.Within));
        if (cache.TryGetValue(kept, out FacetAnswer? known))
            return known! with { Checks = scored.Checks };
        var view = await views.LoadAsync(scored, cancellationToken);
        var within = FacetWithin.Read(query.Within, view.Manifest);
        var columns = await facets.ColumnsAsync(sources, cancellationToken);
        var answer = Answer(new FacetScorer(view, within, cancellationToken), scored.LabelSet.Key, columns) with
        {
            Within = within?.Text,
            Choices = FacetWithin.Choices(view.Manifest),
        };
        return cache.Set(kept, answer, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    static FacetAnswer Answer(FacetScorer scorer, string labelSet, List<FacetColumn> columns)
    {
        var counts = columns.ConvertAll(each => scorer.Accuracy(each.Column));
        var flips = columns.ConvertAll(each => scorer.Flips(each.Column));
        double[] tests =
        [
            .. counts.SelectMany(values => values.Select(value => value.PValue)),
            .. flips.SelectMany(each => each.Rates ?? []).Select(rate => rate.PValue),
        ];
        var adjusted = new double[tests.Length];
        Holm.Adjust(tests, adjusted);
        var calibration = scorer.Calibration(columns.ConvertAll(each => each.Column));
        var (facets, place, flip) = (new List<Facet>(), 0, counts.Sum(values => values.Count));
        foreach (var (facet, values, (rates, why)) in columns.Zip(counts, flips))
        {
            var rows = new List<FacetRow>();
            for (var i = 0; i < values.Count; i++)
                rows.Add(
                    Row(
                        facet.Column.Values[i],
                        values[i],
                        calibration.TryGetValue((facet.Column, i), out var error) ? error : null,
                        adjusted[place++],
                        rates is null ? null : Flips(rates[i], adjusted[flip++])
                    )
                );
            facets.Add(
                new Facet(
                    facet.Set,
                    facet.Version,
                    facet.Column.Name,
                    values.Sum(value => value.N),
                    [.. rows.OrderBy(row => Order(row.Value)).ThenBy(row => row.Value, StringComparer.Ordinal)],
                    facet.From,
                    why
                )
            );
        }
        var outcomes = scorer.Outcomes;
        var tested = tests.Count(test => !double.IsNaN(test));
        return new(labelSet, outcomes.UsedCount, Finite(outcomes.Accuracy), tested, facets, null, [], scorer.IsClustered)
        {
            Checks = scorer.Checks,
        };
    }

    static FacetRow Row(string name, FacetEstimate value, (double Value, Interval Interval)? ece, double adjusted, FacetFlips? flips) =>
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
            ece is { } known ? Finite(known.Interval.Low) : null,
            ece is { } same ? Finite(same.Interval.High) : null,
            Finite(value.PValue),
            Finite(adjusted),
            flips
        )
        {
            ErrorRatioNoInterval = NoIntervalView.Of(value.ErrorRatio, value.ErrorRatioInterval),
            EceNoInterval = ece is { } error ? NoIntervalView.Of(error.Value, error.Interval) : null,
        };

    static FacetFlips Flips(ClusteredShare rate, double adjusted) =>
        new(
            rate.N,
            Finite(rate.Share),
            Finite(rate.Interval.Low),
            Finite(rate.Interval.High),
            Finite(rate.Ratio),
            Finite(rate.RatioInterval.Low),
            Finite(rate.RatioInterval.High),
            Finite(rate.PValue),
            Finite(adjusted)
        )
        {
            RatioNoInterval = NoIntervalView.Of(rate.Ratio, rate.RatioInterval),
        };

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
