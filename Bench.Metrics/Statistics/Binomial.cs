namespace Bench.Metrics.Statistics;

/// <summary>The binomial distribution.</summary>
static class Binomial
{
    /// <summary>Above it 2⁻ⁿ comes near the smallest number, and the normal distribution with a continuity correction
    /// takes over.</summary>
    const int Large = 900;

    /// <summary>Writes the probabilities of 0 … n successes.</summary>
    /// <param name="n">Trials, at most 900.</param>
    /// <param name="p">Probability of a success, in [0, 1].</param>
    /// <param name="probabilities">[n + 1] destination.</param>
    public static void Fill(int n, double p, Span<double> probabilities)
    {
        // From the end that is the likelier one, which is at least 2⁻ⁿ.
        var rare = Math.Min(p, 1 - p);
        var (odds, probability) = (rare / (1 - rare), Math.Pow(1 - rare, n));
        for (var k = 0; k <= n; k++)
        {
            probabilities[p <= 0.5 ? k : n - k] = probability;
            probability *= odds * (n - k) / (k + 1);
        }
    }

    /// <summary>Probability of more than k successes in n trials.</summary>
    public static double Above(int n, double p, int k)
    {
        if (k < 0)
            return 1;
        if (k >= n || p <= 0)
            return 0;
        if (n > Large)
            return p >= 1 ? 1 : NormalDistribution.Cdf((n * p - k - 0.5) / Math.Sqrt(n * p * (1 - p)));
        return p <= 0.5 ? 1 - UpTo(n, p, k) : UpTo(n, 1 - p, n - k - 1);
    }

    /// <summary>Probability of at most k successes; p is at most ½.</summary>
    static double UpTo(int n, double p, int k)
    {
        var (odds, probability, sum) = (p / (1 - p), Math.Pow(1 - p, n), 0.0);
        for (var hits = 0; hits <= k; hits++)
        {
            sum += probability;
            probability *= odds * (n - hits) / (hits + 1);
        }
        return Math.Min(1, sum);
    }
}
