namespace Bench.Metrics.Calibration;

/// <summary>Calibration error of the kernel-smoothed gap, at the bandwidth that equals the error itself: no bins and no parameter.</summary>
public static class SmoothCalibrationError
{
    /// <summary>Points on [0, 1] at which the smoothed gap is followed.</summary>
    public const int GridPoints = 1_001;

    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>smECE_σ = ∫₀¹ |(1/N) Σ_i (a_i − c_i) K_σ(t, c_i)| dt with a Gaussian kernel reflected at 0 and 1; the value is the σ with smECE_σ = σ,
    /// which is unique because smECE_σ falls with σ. Błasiok and Nakkiran, 2024. Gaps are put on a grid of 1,001 points, shared between neighbours, and the
    /// integral is the trapezoid rule. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0, 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) => Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0) return double.NaN;
        var grid = new double[GridPoints];
        for (var i = 0; i < pairs.Count; i++) UnitGrid.Deposit(grid, pairs.Confidence[i], ((pairs.Correct[i] ? 1.0 : 0.0) - pairs.Confidence[i]) / pairs.Count);
        var (low, high) = (0.0, 1.0);
        while (high - low > 1e-6)
        {
            var width = (low + high) / 2;
            if (AtWidth(grid, width) > width) low = width;
            else high = width;
        }
        return (low + high) / 2;
    }

    /// <summary>∫₀¹ |smoothed gap| at one bandwidth.</summary>
    static double AtWidth(ReadOnlySpan<double> grid, double width)
    {
        var smoothed = new double[grid.Length];
        ReflectedKernel.Gaussian(grid.Length, width).Smooth(grid, smoothed);
        return UnitGrid.IntegrateAbsolute(smoothed);
    }
}
