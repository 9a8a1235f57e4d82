namespace Bench.Metrics.Statistics;

/// <summary>Exact tails of the binomial distribution, and the bound on a share that follows from them.</summary>
/// <remarks>The terms C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ are added up in logarithms, so a tail is right far below 1e-300.</remarks>
public static class BinomialTail
{
    /// <summary>ln P(X ≥ hits) of n trials that succeed with probability p: the exact one-sided p-value of so many
    /// hits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Hits outside 0 … n, or p outside [0, 1].</exception>
    public static double LogAtLeast(int hits, int n, double p)
    {
        Check(hits, n, p);
        return hits == 0 ? 0 : LogSum(hits, n, n, p);
    }

    /// <summary>ln P(X ≤ hits).</summary>
    /// <inheritdoc cref="LogAtLeast"/>
    public static double LogAtMost(int hits, int n, double p)
    {
        Check(hits, n, p);
        return hits == n ? 0 : LogSum(0, hits, n, p);
    }

    /// <summary>The largest share that is not ruled out: with a larger one so few hits would come with probability 1 −
    /// confidence at most.</summary>
    /// <param name="hits">Hits seen, 0 … n.</param>
    /// <param name="n">Drawn at random; 0 rules nothing out.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <remarks>The upper end of C. J. Clopper and E. S. Pearson's interval, "The use of confidence or fiducial
    /// limits", 1934, one-sided; 1 − (1 − confidence)^(1/n) without a hit. Of draws without replacement, which vary
    /// less, it is conservative.</remarks>
    public static double UpperShare(int hits, int n, double confidence = 0.95)
    {
        Check(hits, n, 0);
        if (hits == n)
            return 1;
        var (low, high, target) = ((double)hits / n, 1.0, Math.Log(1 - confidence));
        for (var step = 0; step < 60; step++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = LogAtMost(hits, n, middle) > target ? (middle, high) : (low, middle);
        }
        return high;
    }

    static double LogSum(int from, int to, int n, double p)
    {
        if (p is 0 or 1)
            return (p == 0 ? from == 0 : to == n) ? 0 : double.NegativeInfinity;
        var (odds, first) = (Math.Log(p) - Math.Log(1 - p), LogTerm(from, n, p));
        double most = first,
            sum = 1,
            term = first;
        for (var k = from + 1; k <= to; k++)
        {
            term += odds + Math.Log((double)(n - k + 1) / k);
            if (term > most)
                (sum, most) = (sum * Math.Exp(most - term) + 1, term);
            else
                sum += Math.Exp(term - most);
        }
        return Math.Min(0, most + Math.Log(sum));
    }

    static double LogTerm(int k, int n, double p) =>
        LogGamma.Compute(n + 1.0) - LogGamma.Compute(k + 1.0) - LogGamma.Compute(n - k + 1.0) + k * Math.Log(p) + (n - k) * Math.Log(1 - p);

    static void Check(int hits, int n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, n);
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "a probability lies in [0, 1]");
    }
}
