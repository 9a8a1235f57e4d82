using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>McNemar's exact test: are two models equally often right, given the images on which they
/// disagree?</summary>
/// <remarks>
/// Under the null hypothesis each of the n = b + c disagreements falls to either side with probability ½, so b is
/// binomial(n, ½) and p = min(1, 2 · Σ_{k ≤ min(b, c)} C(n, k) 2⁻ⁿ). McNemar, 1947; the exact form is the two-sided
/// sign test. Worked in logarithms, so p is right far below
/// 1e-300; b = c (no disagreement at all included) gives 1.
/// </remarks>
public static class McNemar
{
    /// <remarks>Where several images are of one picture, <see cref="SignFlips"/>, which is the same of pictures.</remarks>
    public static McNemarResult Test(PairedCounts counts)
    {
        if (counts.Pictures is not { } pictures)
            return Test(counts.OnlyFirst, counts.OnlySecond);
        var logP = SignFlips.LogPValue(pictures.Ahead);
        return new(counts.OnlyFirst, counts.OnlySecond, Math.Exp(logP), logP);
    }

    /// <param name="onlyFirst">Images that only the first model gets right, b ≥ 0.</param>
    /// <param name="onlySecond">Images that only the second model gets right, c ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemarResult Test(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var logP = LogPValue(Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond);
        return new(onlyFirst, onlySecond, Math.Exp(logP), logP);
    }

    /// <summary>ln p from the smaller count and the number of disagreements.</summary>
    internal static double LogPValue(int smaller, int disagreements) =>
        2 * smaller == disagreements ? 0 : Math.Min(0, Math.Log(2) + HalfBinomial.LogLowerTail(smaller, disagreements));
}
