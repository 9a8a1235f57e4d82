using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;

namespace Bench.Api.Compare;

/// <summary>Two models compared, as one of several pairs.</summary>
/// <param name="First">The earlier of the two.</param>
/// <param name="Second">The later of the two.</param>
/// <param name="Counts">Their two-by-two table.</param>
/// <param name="Difference">First less second.</param>
/// <param name="PValue">McNemar's exact p-value.</param>
/// <param name="Adjusted">The same, corrected by Holm over all pairs.</param>
internal sealed record ComparedPair(
    ComparedOutcomes First,
    ComparedOutcomes Second,
    PairedCounts Counts,
    PairedDifference Difference,
    double PValue,
    double Adjusted
)
{
    /// <summary>Whether the two err on the same images.</summary>
    public ErrorConsistency Consistency => ErrorConsistency.Of(Counts);

    /// <summary>All pairs of the models.</summary>
    public static IReadOnlyList<ComparedPair> All(IReadOnlyList<ComparedOutcomes> models)
    {
        var pairs = (
            from first in Enumerable.Range(0, models.Count)
            from second in Enumerable.Range(first + 1, models.Count - first - 1)
            select (First: models[first], Second: models[second])
        ).ToList();
        var counts = pairs.Select(pair => PairedCounts.Of(pair.First.Outcomes, pair.Second.Outcomes)).ToList();
        var tests = counts.Select(each => McNemar.Test(each).PValue).ToArray();
        var adjusted = new double[tests.Length];
        Holm.Adjust(tests, adjusted);
        return
        [
            .. pairs.Select(
                (pair, i) => new ComparedPair(pair.First, pair.Second, counts[i], PairedDifference.Of(counts[i]), tests[i], adjusted[i])
            ),
        ];
    }
}
