namespace Bench.Metrics.Calibration;

/// <summary>Calibration error with a number of equal-mass bins chosen by the data: the most that still keep bin accuracies in rising order.</summary>
public static class SweepCalibrationError
{
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>Bins are added one by one until the accuracies of bins in ascending order of confidence are no longer monotone; the last number before
    /// that is used. Σ_b (n_b / N) · |accuracy_b − confidence_b| over those bins. Roelofs et al., 2022, algorithm 1. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0, 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) => Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs) =>
        pairs.Count == 0 ? double.NaN : ExpectedCalibrationError.Compute(pairs, BinCount(pairs), Binning.Mass);

    /// <summary>The number of bins that is used; at least 1.</summary>
    public static int BinCount(ConfidencePairs pairs)
    {
        var hits = new int[pairs.Count + 1];
        for (var i = 0; i < pairs.Count; i++) hits[i + 1] = hits[i] + (pairs.Correct[i] ? 1 : 0);
        var bins = 1;
        while (bins < pairs.Count && IsMonotone(hits, bins + 1)) bins++;
        return bins;
    }

    static bool IsMonotone(int[] hits, int bins)
    {
        var (n, start, previous) = (hits.Length - 1, 0, 0.0);
        for (var b = 0; b < bins; b++)
        {
            var end = start + n / bins + (b < n % bins ? 1 : 0);
            var accuracy = (double)(hits[end] - hits[start]) / (end - start);
            if (accuracy < previous) return false;
            (previous, start) = (accuracy, end);
        }
        return true;
    }
}
