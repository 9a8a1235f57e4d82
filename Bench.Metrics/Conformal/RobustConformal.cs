using Bench.Metrics.Statistics;

namespace Bench.Metrics.Conformal;

/// <summary>Prediction sets that keep their coverage when an image is moved by at most ε in L2, from scores that are
/// means over Gaussian noise: RSCP and RSCP+.</summary>
/// <remarks>
/// The mean score of a class over noise of deviation σ, of scores in [0, 1], is G(x) with Φ⁻¹(G(x + δ)) ≤ Φ⁻¹(G(x)) +
/// ‖δ‖ / σ. So the set of every class whose mean score is at most Φ(Φ⁻¹(q̂) + ε / σ) loses no label to a move of ε
/// (RSCP: Gendler, Weng, Daniel and Romano, "Adversarially Robust Conformal Prediction", 2022). G is known only as a
/// mean of n draws, which RSCP passes over. RSCP+ takes q̂ at 1 − α + 2β, adds Hoeffding's bound to it and takes
/// Bernstein's bound off each class's score: then the label is missed with a probability of at most α, the draws
/// included (Yan, Romano and Weng, "Provably Robust Conformal Prediction with Improved Efficiency", 2024, theorem 1).
/// </remarks>
public static class RobustConformal
{
    /// <summary>How far a mean of numbers in [0, 1] exceeds its expectation with a probability of at most β: √(ln(1/β)
    /// / 2n).</summary>
    /// <param name="samples">n, 1 or more.</param>
    /// <param name="beta">β in (0, 1).</param>
    /// <remarks>Hoeffding, 1963. The same holds for how much it falls short.</remarks>
    public static double Hoeffding(int samples, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        Check(beta);
        return Math.Sqrt(-Math.Log(beta) / (2.0 * samples));
    }

    /// <summary>The same, from the variance that was seen: √(2 V ln(2/β) / n) + 7 ln(2/β) / 3(n − 1).</summary>
    /// <param name="variance">V = Σ (s − mean)² / (n − 1), 0 or more.</param>
    /// <param name="samples">n, 2 or more.</param>
    /// <param name="beta">β in (0, 1).</param>
    /// <remarks>Maurer and Pontil, "Empirical Bernstein Bounds and Sample Variance Penalization", 2009, theorem
    /// 4.</remarks>
    public static double EmpiricalBernstein(double variance, int samples, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        Check(beta);
        var log = Math.Log(2 / beta);
        return Math.Sqrt(2 * Math.Max(0, variance) * log / samples) + 7 * log / (3 * (samples - 1.0));
    }

    /// <summary>Φ(Φ⁻¹(q̂) + ε / σ): classes with a mean score of at most this are in the set.</summary>
    /// <param name="threshold">q̂, of RSCP+ with Hoeffding's bound added; 1 or more takes every class.</param>
    /// <param name="shift">ε / σ, 0 or more.</param>
    public static double Cut(double threshold, double shift)
    {
        if (!(shift >= 0))
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "ε / σ is a number ≥ 0");
        if (threshold >= 1)
            return 1;
        // Without a move the threshold itself, to the last bit: scores of the calibration images are compared with it.
        return shift == 0 ? threshold : NormalDistribution.Cdf(NormalDistribution.Quantile(Math.Max(0, threshold)) + shift);
    }

    static void Check(double beta)
    {
        if (beta is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "β lies in (0, 1)");
    }
}
