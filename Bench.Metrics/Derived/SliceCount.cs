using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;

namespace Bench.Metrics.Derived;

/// <summary>How many images of a slice are right (ImageNet-Major: x of 68). A count with its interval, never a ranking
/// key: a few dozen images order nobody.</summary>
public static class SliceCount
{
    public const string Id = SliceMetrics.ImageNetMajor;

    /// <summary>The count, and every other metric as missing.</summary>
    /// <param name="outcomes">The model on the slice.</param>
    /// <param name="excluded">Images outside it, by reason.</param>
    public static DerivedScores Of(ImageOutcomes outcomes, IReadOnlyDictionary<string, int> excluded)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var (hits, n) = (outcomes.RightCount, outcomes.UsedCount);
        var interval = outcomes.AccuracyInterval;
        var others = DerivedScores.WithoutAny(
            MetricCatalog.All.Select(metric => metric.Id),
            $"a slice of {n} images is reported as a count: {Id}"
        );
        return n == 0 ? others : others + new DerivedScores([new(Id, hits, interval.Low * n, interval.High * n, n, excluded)], []);
    }
}
