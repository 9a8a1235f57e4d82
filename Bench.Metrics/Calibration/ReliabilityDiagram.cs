using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Calibration;

/// <summary>Points and bins of a reliability diagram.</summary>
public static class ReliabilityDiagram
{
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="binning">Equal widths or equal counts.</param>
    /// <param name="pictureOf">[N] picture of each image; null where each is its own.</param>
    /// <returns>All bins in ascending order, empty ones included.</returns>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static IReadOnlyList<ReliabilityBin> Compute(
        ReadOnlySpan<float> confidence,
        ReadOnlySpan<bool> correct,
        int bins = 15,
        Binning binning = Binning.Width,
        IReadOnlyList<int>? pictureOf = null
    )
    {
        var pairs = ConfidencePairs.Sort(confidence, correct);
        var edges = ConfidenceBins.Edges(pairs.Confidence, bins, binning);
        // The pairs are in order of confidence, and so are their pictures.
        int[]? pictures = pictureOf is null ? null : [.. ConfidenceOrder.Of(confidence).Select(image => pictureOf[image])];
        return [.. Enumerable.Range(0, bins).Select(Bar)];

        ReliabilityBin Bar(int bin)
        {
            var (first, end, low, high) = (edges[bin], edges[bin + 1], (double)bin / bins, (bin + 1.0) / bins);
            int[] places = [.. Enumerable.Range(first, end - first)];
            var n = places.Length;
            if (binning == Binning.Mass && n > 0)
                (low, high) = (pairs.Confidence[first], pairs.Confidence[end - 1]);
            var accuracy = (double)places.Count(place => pairs.Correct[place]) / n;
            return new(
                low,
                high,
                n,
                accuracy - (pairs.GapSums[end] - pairs.GapSums[first]) / n,
                accuracy,
                ImageShare.IntervalOf(places, place => pairs.Correct[place], pictures)
            );
        }
    }
}
