namespace Bench.Metrics.Calibration;

/// <summary>Squared calibration error less the part that sampling noise alone would give.</summary>
public static class DebiasedCalibrationError
{
    /// <param name="pairs">Top-label probability of each image and whether that label was right.</param>
    /// <param name="bins">Number of equal-mass bins.</param>
    /// <remarks>Σ_b (n_b / N) · ((accuracy_b − confidence_b)² − accuracy_b (1 − accuracy_b) / (n_b − 1)); an empty bin
    /// counts 0. A bin of one image has no variance to take off: the value is not defined, NaN, as for N = 0. It is a
    /// squared error and may be negative for a calibrated model. Kumar et al., 2019.</remarks>
    public static double Compute(ConfidencePairs pairs, int bins = 15)
    {
        if (pairs.Count == 0)
            return double.NaN;
        var edges = ConfidenceBins.Edges(pairs.Confidence, bins, Binning.Mass);
        var sum = 0.0;
        for (var b = 0; b < bins; b++)
            sum +=
                edges[b + 1] - edges[b] == 1
                    ? double.NaN
                    : Term(
                        pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]],
                        pairs.Correct.AsSpan(edges[b]..edges[b + 1]).Count(true),
                        edges[b + 1] - edges[b]
                    );
        return sum / pairs.Count;
    }

    /// <summary>One bin's part, times its weight; 0 below two images. A bin may be resampled to that, though it has
    /// more.</summary>
    /// <param name="gapSum">Σ (correct − confidence).</param>
    /// <param name="hits">Σ correct.</param>
    /// <param name="weight">Images.</param>
    internal static double Term(double gapSum, double hits, double weight)
    {
        if (weight < 2)
            return 0;
        var (gap, accuracy) = (gapSum / weight, hits / weight);
        return weight * (gap * gap - accuracy * (1 - accuracy) / (weight - 1));
    }
}
