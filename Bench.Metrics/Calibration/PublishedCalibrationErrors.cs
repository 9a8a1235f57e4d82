namespace Bench.Metrics.Calibration;

/// <summary>Calibration errors as well-known implementations compute them, defects included, so that published numbers
/// can be recognised.</summary>
public static class PublishedCalibrationErrors
{
    const int BinSize = 100;

    /// <summary>ECE over bins [lo, hi) with a hidden bin of its own for confidence 1.</summary>
    /// <remarks>TorchMetrics, <c>_binning_bucketize</c> (its issue 3510): a confidence of exactly 1 lands in bin 16 of
    /// 15.</remarks>
    public static double ExtraBin(ConfidencePairs pairs, int bins = 15) => HalfOpen(pairs, bins, bins + 1);

    /// <summary>ECE over bins [lo, hi): images of confidence 1 fall in no bin but stay in N.</summary>
    /// <remarks>DeepTab before its issue 421, and many a script: a model that is always wrong with probability 1 scores
    /// 0.</remarks>
    public static double DropsOne(ConfidencePairs pairs, int bins = 15) => HalfOpen(pairs, bins, bins);

    /// <summary>Root mean squared error over bins of 100 images that never scores its most confident bin.</summary>
    /// <remarks>Hendrycks, outlier-exposure, <c>calibration_tools.calib_err</c>: ⌊N / 100⌋ bins, the last one taking
    /// the rest, and a loop that stops before it. Below 100 images there is no bin: NaN (the original fails).</remarks>
    public static double SkipsLastBin(ConfidencePairs pairs)
    {
        if (pairs.Count < BinSize)
            return double.NaN;
        var edges = FixedSizeEdges(pairs.Count);
        return Score(pairs, edges, edges.Length - 2, CalibrationNorm.L2);
    }

    /// <summary>[bins + 2] edges of bins [lo, hi), the last for confidence 1 alone.</summary>
    internal static int[] HalfOpenEdges(ReadOnlySpan<float> ascending, int bins)
    {
        var edges = new int[bins + 2];
        foreach (var confidence in ascending)
            edges[Math.Min(bins, (int)((double)confidence * bins)) + 1]++;
        for (var b = 0; b <= bins; b++)
            edges[b + 1] += edges[b];
        return edges;
    }

    /// <summary>Edges of bins of 100, the last one taking the rest.</summary>
    internal static int[] FixedSizeEdges(int n) => [.. Enumerable.Range(0, Math.Max(1, n / BinSize)).Select(b => b * BinSize), n];

    static double HalfOpen(ConfidencePairs pairs, int bins, int scored) =>
        pairs.Count == 0 ? double.NaN : Score(pairs, HalfOpenEdges(pairs.Confidence, bins), scored, CalibrationNorm.L1);

    static double Score(ConfidencePairs pairs, int[] edges, int scored, CalibrationNorm norm)
    {
        var gaps = new CalibrationGaps();
        for (var b = 0; b + 1 < edges.Length; b++)
            gaps.Add(b < scored ? pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]] : 0, edges[b + 1] - edges[b]);
        return gaps.Value(norm);
    }
}
