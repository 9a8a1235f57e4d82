namespace Bench.Metrics.Calibration;

/// <summary>Calibration error from kernel density estimates instead of bins.</summary>
public static class KernelDensityCalibrationError
{
    /// <summary>Points on [0, 1] at which the densities are followed.</summary>
    public const int GridPoints = 1_001;

    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <remarks>∫₀¹ |(1/N) Σ_i (a_i − t) K_h(t, c_i)| dt: the density of confidence times |P(correct | t) − t|. Triweight kernel
    /// (35/32)(1 − u²)³ reflected at 0 and 1, bandwidth h = 1.06 · s · N^(−1/5) with s the standard deviation of confidence (at least 10⁻³), trapezoid rule
    /// over 1,001 points. Zhang, Kailkhura and Han, 2020. N = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0, 1].</exception>
    public static double Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct) => Compute(ConfidencePairs.Sort(confidence, correct));

    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0) return double.NaN;
        var width = Bandwidth(pairs.Confidence);
        var gap = new double[GridPoints];
        for (var i = 0; i < pairs.Count; i++) Add(gap, pairs.Confidence[i], pairs.Correct[i] ? 1 : 0, 1.0 / pairs.Count, width);
        return UnitGrid.IntegrateAbsolute(gap);
    }

    /// <summary>h for these confidences.</summary>
    public static double Bandwidth(ReadOnlySpan<float> confidence)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var c in confidence) (sum, squares) = (sum + c, squares + (double)c * c);
        var mean = sum / confidence.Length;
        return Math.Max(1e-3, 1.06 * Math.Sqrt(Math.Max(0, squares / confidence.Length - mean * mean)) * Math.Pow(confidence.Length, -0.2));
    }

    static void Add(Span<double> gap, double confidence, double correct, double weight, double width)
    {
        AddImage(gap, confidence, correct, weight, width);
        if (confidence < width) AddImage(gap, -confidence, correct, weight, width);
        if (confidence > 1 - width) AddImage(gap, 2 - confidence, correct, weight, width);
    }

    static void AddImage(Span<double> gap, double centre, double correct, double weight, double width)
    {
        var last = gap.Length - 1;
        var first = Math.Max(0, (int)Math.Ceiling((centre - width) * last));
        var end = Math.Min(last, (int)Math.Floor((centre + width) * last));
        for (var g = first; g <= end; g++)
        {
            var t = (double)g / last;
            var u = (t - centre) / width;
            var v = 1 - u * u;
            gap[g] += weight * (correct - t) * (35.0 / 32) * v * v * v / width;
        }
    }
}
