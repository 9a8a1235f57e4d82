namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Largest distance between the cumulative distributions of confidence and of correctness; needs no
/// bins.</summary>
public static class KolmogorovSmirnovCalibrationError
{
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>max over s of |Σ_{i: c_i ≤ s} (a_i − c_i)| / N. Equal confidences enter together, so input order does
    /// not matter. Gupta et al., 2021. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) =>
        Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0)
            return double.NaN;
        var largest = 0.0;
        for (var i = 1; i <= pairs.Count; i++)
            if (i == pairs.Count || pairs.Confidence[i] != pairs.Confidence[i - 1])
                largest = Math.Max(largest, Math.Abs(pairs.GapSums[i]));
        return largest / pairs.Count;
    }
}
