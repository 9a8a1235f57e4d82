namespace Bench.Metrics.Calibration;

/// <summary>Binned calibration error of top-label confidences: ECE, RMSCE and MCE, in [0, 1].</summary>
public static class ExpectedCalibrationError
{
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right under the label set in use; length N.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="binning">Equal widths or equal counts.</param>
    /// <param name="norm">How gaps are put together.</param>
    /// <remarks>With gap_b = |accuracy_b − confidence_b| over the n_b images of a bin: L1 is Σ_b (n_b / N) · gap_b
    /// (Naeini et al., 2015; Guo et al., 2017), L2 is √(Σ_b (n_b / N) · gap_b²), Max is the largest gap. Empty bins
    /// count nothing. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static double Compute(
        ReadOnlySpan<float> confidence,
        ReadOnlySpan<bool> correct,
        int bins = 15,
        Binning binning = Binning.Width,
        CalibrationNorm norm = CalibrationNorm.L1
    ) => Compute(ConfidencePairs.Sort(confidence, correct), bins, binning, norm);

    /// <summary>The same over images that are in order already.</summary>
    public static double Compute(
        ConfidencePairs pairs,
        int bins = 15,
        Binning binning = Binning.Width,
        CalibrationNorm norm = CalibrationNorm.L1
    )
    {
        if (pairs.Count == 0)
            return double.NaN;
        var edges = ConfidenceBins.Edges(pairs.Confidence, bins, binning);
        var gaps = new CalibrationGaps();
        for (var b = 0; b < bins; b++)
            gaps.Add(pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]], edges[b + 1] - edges[b]);
        return gaps.Value(norm);
    }
}
