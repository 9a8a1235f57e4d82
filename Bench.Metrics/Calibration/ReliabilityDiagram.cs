using Bench.Metrics.Statistics;

namespace Bench.Metrics.Calibration;

/// <summary>Points and bins of a reliability diagram.</summary>
public static class ReliabilityDiagram
{
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="binning">Equal widths or equal counts.</param>
    /// <returns>All bins in ascending order, empty ones included.</returns>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static IReadOnlyList<ReliabilityBin> Compute(
        ReadOnlySpan<float> confidence,
        ReadOnlySpan<bool> correct,
        int bins = 15,
        Binning binning = Binning.Width
    ) => Compute(ConfidencePairs.Sort(confidence, correct), bins, binning);

    public static IReadOnlyList<ReliabilityBin> Compute(ConfidencePairs pairs, int bins = 15, Binning binning = Binning.Width)
    {
        var edges = ConfidenceBins.Edges(pairs.Confidence, bins, binning);
        return [.. Enumerable.Range(0, bins).Select(b => Bar(pairs, edges[b], edges[b + 1], binning, (double)b / bins, (b + 1.0) / bins))];
    }

    static ReliabilityBin Bar(ConfidencePairs pairs, int first, int end, Binning binning, double low, double high)
    {
        var (n, hits) = (end - first, pairs.Correct.AsSpan(first..end).Count(true));
        if (binning == Binning.Mass && n > 0)
            (low, high) = (pairs.Confidence[first], pairs.Confidence[end - 1]);
        var accuracy = (double)hits / n;
        return new(low, high, n, accuracy - (pairs.GapSums[end] - pairs.GapSums[first]) / n, accuracy, WilsonInterval.Of(hits, n));
    }
}
