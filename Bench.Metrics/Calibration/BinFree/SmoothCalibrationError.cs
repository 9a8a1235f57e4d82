namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Calibration error of the kernel-smoothed gap, at the bandwidth that equals the error itself: no bins and no
/// parameter.</summary>
public static class SmoothCalibrationError
{
    /// <summary>Smallest bandwidth looked at; where the error is smaller still, its value at this bandwidth is
    /// given.</summary>
    public const double LeastWidth = 1e-4;

    const double Precision = 1e-9;

    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>smECE_σ = ∫₀¹ |(1/N) Σ_i (a_i − c_i) K_σ(t, c_i)| dt, with K_σ(t, c) = Σ_k φ_σ(t − c − 2k) + φ_σ(t + c
    /// − 2k) over all whole k: the Gaussian reflected at 0 and 1 as often as its width needs, so that ∫₀¹ K_σ(t, c) dt
    /// = 1 for every σ. The value is the σ with smECE_σ = σ, which is unique because smECE_σ falls with σ. Błasiok and
    /// Nakkiran, 2024. Gaps of one sign give |mean gap|, whatever σ is; so does one image. The search ends within 10⁻⁹,
    /// and the grid (eight points to a σ) keeps the value within 10⁻⁶ of the definition. Order and ties of the images
    /// play no part. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) =>
        Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0)
            return double.NaN;
        var mean = Math.Abs(pairs.GapSums[^1]) / pairs.Count;
        var absolute = 0.0;
        for (var i = 0; i < pairs.Count; i++)
            absolute += Math.Abs(Gap(pairs, i)) / pairs.Count;
        // smECE_σ lies between the two for every σ.
        if (absolute <= mean + Precision)
            return mean;
        var low = Math.Max(mean, LeastWidth);
        var atLow = AtWidth(pairs, low);
        return atLow <= low + Precision ? Math.Max(mean, Math.Min(atLow, low)) : Crossing(pairs, low, atLow, Math.Max(absolute, low));
    }

    /// <summary>a_i − c_i of the image at a place.</summary>
    internal static double Gap(ConfidencePairs pairs, int place) => (pairs.Correct[place] ? 1.0 : 0.0) - pairs.Confidence[place];

    /// <summary>The points at which the smoothed gap of a bandwidth is followed.</summary>
    internal static EvenGrid GridOf(double width) =>
        EvenGrid.Over(0, 1, Math.Min(width, 1.0 / EvenGrid.StepsPerWidth) / EvenGrid.StepsPerWidth);

    /// <summary>smECE_σ.</summary>
    internal static double AtWidth(ConfidencePairs pairs, double width)
    {
        var grid = GridOf(width);
        var (masses, smoothed) = (new double[grid.Points], new double[grid.Points]);
        for (var i = 0; i < pairs.Count; i++)
            grid.Deposit(masses, pairs.Confidence[i], Gap(pairs, i) / pairs.Count);
        new ReflectedKernel(grid, width).Smooth(masses, smoothed);
        return grid.IntegrateAbsolute(smoothed);
    }

    /// <summary>Where smECE_σ − σ, which falls, is zero: false position in Illinois's variant, whose bracket shrinks
    /// from both ends.</summary>
    static double Crossing(ConfidencePairs pairs, double low, double atLow, double high)
    {
        var (above, below) = (atLow - low, AtWidth(pairs, high) - high);
        var kept = 0;
        while (high - low > Precision)
        {
            var width = low + (high - low) * above / (above - below);
            var excess = AtWidth(pairs, width) - width;
            if (Math.Abs(excess) <= Precision)
                return width;
            if (excess > 0)
            {
                (low, above) = (width, excess);
                if (kept > 0)
                    below /= 2;
                kept = 1;
            }
            else
            {
                (high, below) = (width, excess);
                if (kept < 0)
                    above /= 2;
                kept = -1;
            }
        }
        return (low + high) / 2;
    }
}
