namespace Bench.Metrics.Calibration;

/// <summary>Calibration error with a number of equal-mass bins chosen by the data: the most that still keep bin
/// accuracies in rising order.</summary>
public static class SweepCalibrationError
{
    /// <param name="pairs">Top-label probability of each image and whether that label was right.</param>
    /// <remarks>Bins are added one by one until the accuracies of bins in ascending order of confidence are no longer
    /// monotone; the last number before that is used. Σ_b (n_b / N) · |accuracy_b − confidence_b| over those bins.
    /// Roelofs et al., 2022, algorithm 1. N = 0 gives NaN.</remarks>
    public static double Compute(ConfidencePairs pairs) =>
        pairs.Count == 0 ? double.NaN : ExpectedCalibrationError.Compute(pairs, BinCount(pairs), Binning.Mass);

    /// <summary>The number of bins that is used; at least 1.</summary>
    public static int BinCount(ConfidencePairs pairs)
    {
        var hits = new int[pairs.Count + 1];
        for (var i = 0; i < pairs.Count; i++)
            hits[i + 1] = hits[i] + (pairs.Correct[i] ? 1 : 0);
        // Bins before the first right image have accuracy 0 and those after the last wrong one have 1: only the bins
        // between can fall.
        var (first, last) = (Array.IndexOf(pairs.Correct, true), Array.LastIndexOf(pairs.Correct, false));
        if (first < 0 || last < first)
            return Math.Max(1, pairs.Count);
        var bins = 1;
        while (bins < pairs.Count && IsMonotone(hits, bins + 1, first, last))
            bins++;
        return bins;
    }

    static bool IsMonotone(int[] hits, int bins, int first, int last)
    {
        var n = hits.Length - 1;
        var (size, larger) = (n / bins, n % bins);
        var b = first < larger * (size + 1) ? first / (size + 1) : larger + (first - larger * (size + 1)) / size;
        var (start, previous) = (b * size + Math.Min(b, larger), 0.0);
        for (; start <= last; b++)
        {
            var end = start + size + (b < larger ? 1 : 0);
            var accuracy = (double)(hits[end] - hits[start]) / (end - start);
            if (accuracy < previous)
                return false;
            (previous, start) = (accuracy, end);
        }
        return true;
    }
}
