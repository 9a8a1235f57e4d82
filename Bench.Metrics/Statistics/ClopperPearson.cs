namespace Bench.Metrics.Statistics;

/// <summary>Clopper and Pearson's exact one-sided bound of a binomial proportion.</summary>
public static class ClopperPearson
{
    /// <summary>The largest p, in [0, 1], below which so many hits or more have a probability of at most α.</summary>
    /// <param name="hits">Hits among the trials.</param>
    /// <param name="n">Trials, N ≥ 1.</param>
    /// <param name="alpha">Probability that the bound lies above the truth, at most; in (0, 1).</param>
    /// <remarks>The α quantile of Beta(hits, n − hits + 1); no hit gives 0, N hits α^(1/N). The tail is summed from its
    /// first term on: below hits / N the terms fall. Clopper and Pearson, 1934.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Lower(int hits, int n, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, n);
        if (!(alpha > 0 && alpha < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "lies in (0, 1)");
        if (hits == 0)
            return 0;
        var choices = 0.0;
        for (var i = 1; i <= n - hits; i++)
            choices += Math.Log((double)(hits + i) / i);
        var (low, high) = (0.0, (double)hits / n);
        while (true)
        {
            var middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                return low;
            if (AtLeast(hits, n, middle, choices) > alpha)
                high = middle;
            else
                low = middle;
        }
    }

    static double AtLeast(int hits, int n, double p, double choices)
    {
        var (odds, term, sum) = (p / (1 - p), 1.0, 0.0);
        for (var k = hits; k <= n && sum + term != sum; k++)
        {
            sum += term;
            term *= odds * (n - k) / (k + 1);
        }
        return sum * Math.Exp(choices + hits * Math.Log(p) + (n - hits) * Math.Log(1 - p));
    }
}
