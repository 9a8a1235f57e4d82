using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>Decides most pairs of a Holm family without computing a p-value.</summary>
/// <remarks>Whatever the other p-values are, Holm rejects p ≤ α / m and keeps p > α. The bounds of Zubkov and Serov
/// (see <see cref="HalfBinomial.Divergence"/>) say for nearly every pair on which side of these it lies.</remarks>
internal sealed class PairRule(double familyWise, long pairs)
{
    // Guards the comparison of two rounded numbers; a pair that close is left open and gets its exact p-value.
    const double Margin = 1e-9;

    readonly double _surelyDifferent = UpperGamma.Inverse(0.5, familyWise / Math.Max(1, pairs)) * (1 + Margin);
    readonly double _surelyNot = UpperGamma.Inverse(0.5, familyWise) * (1 - Margin);

    /// <summary>True when the pair is rejected for sure, false when it is kept for sure, null when only its p-value and
    /// the other pairs can tell.</summary>
    public bool? Decide(int smaller, int disagreements)
    {
        if (HalfBinomial.Divergence(smaller, disagreements) < _surelyNot)
            return false;
        if (2 * (smaller + 1) <= disagreements && HalfBinomial.Divergence(smaller + 1, disagreements) >= _surelyDifferent)
            return true;
        return null;
    }

    /// <summary>ln of the bound that the next smallest p must not exceed after <paramref name="rejected"/> rejections;
    /// +∞ when none is left.</summary>
    public double LogThreshold(long rejected) => rejected >= pairs ? double.PositiveInfinity : Math.Log(familyWise / (pairs - rejected));
}
