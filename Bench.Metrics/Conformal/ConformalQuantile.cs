namespace Bench.Metrics.Conformal;

/// <summary>The finite-sample quantile of split conformal prediction.</summary>
/// <remarks>q̂ = the ⌈(n + 1)(1 − α)⌉-th smallest of n calibration scores; +∞ (every class is in every set) when n is
/// too small for α, n = 0 included. If calibration and test images are exchangeable, a test score is ≤ q̂ with
/// probability ≥ 1 − α.</remarks>
public static class ConformalQuantile
{
    // (n + 1)(1 − α) is often a whole number on paper and a hair above it in floating point.
    const double Rounding = 1e-9;

    /// <exception cref="ArgumentOutOfRangeException">α is not in (0, 1).</exception>
    public static double Compute(ReadOnlySpan<double> scores, double alpha)
    {
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α lies in (0, 1)");
        var rank = (long)Math.Ceiling((scores.Length + 1.0) * (1 - alpha) - Rounding);
        if (rank > scores.Length)
            return double.PositiveInfinity;
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted[Math.Max(0, rank - 1)];
    }
}
