namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Maximum mean calibration error: the norm of the calibration gap in the space of a Laplacian
/// kernel.</summary>
public static class MaximumMeanCalibrationError
{
    public const double KernelWidth = 0.4;

    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>√(Σ_{i,j} g_i g_j exp(−|c_i − c_j| / 0.4)) / N with g = correct − confidence, i = j included. Kumar,
    /// Sarawagi and Jain,
    /// 2018. The kernel factorises along the sorted confidences, so all N² pairs cost one sort and one pass and no
    /// subsample is needed. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) =>
        Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0)
            return double.NaN;
        // before = Σ_{j<i} g_j exp(−(c_i − c_j) / width): each step only decays what is there.
        var (sum, before, previous) = (0.0, 0.0, 0.0);
        for (var i = 0; i < pairs.Count; i++)
        {
            var gap = (pairs.Correct[i] ? 1.0 : 0.0) - pairs.Confidence[i];
            before *= Math.Exp((previous - pairs.Confidence[i]) / KernelWidth);
            sum += gap * (gap + 2 * before);
            before += gap;
            previous = pairs.Confidence[i];
        }
        return Math.Sqrt(Math.Max(0, sum)) / pairs.Count;
    }
}
