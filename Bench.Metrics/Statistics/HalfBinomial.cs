namespace Bench.Metrics.Statistics;

/// <summary>The binomial distribution with success probability ½: exact tails and sure bounds, in logarithms.</summary>
internal static class HalfBinomial
{
    /// <summary>ln P(X ≤ k) for X ~ binomial(n, ½) and 0 ≤ k ≤ n / 2.</summary>
    /// <remarks>The largest term comes from Loader's saddle-point form (C. Loader, "Fast and accurate computation of
    /// binomial probabilities", 2000), which loses no digits where n is large; the rest follow by the ratio C(n, j − 1)
    /// / C(n, j) = j / (n − j + 1) ≤ 1 until they stop counting.</remarks>
    public static double LogLowerTail(int k, int n)
    {
        double sum = 1,
            term = 1;
        for (var j = k; j > 0 && term > sum * 1e-17; j--)
        {
            term *= j / (n - j + 1.0);
            sum += term;
        }
        return LogProbability(k, n) + Math.Log(sum);
    }

    /// <summary>n · KL(k / n ‖ ½), half the likelihood-ratio statistic of k against ½. 0 ≤ k ≤ n.</summary>
    /// <remarks>P(X ≤ k) lies between Φ(−√(2 · Divergence(k))) and Φ(−√(2 · Divergence(k + 1))) while k + 1 ≤ n / 2:
    /// Zubkov and Serov, "A complete proof of universal inequalities for the distribution function of the binomial
    /// law", 2013.</remarks>
    public static double Divergence(int k, int n) => Deviance(k, 0.5 * n) + Deviance(n - k, 0.5 * n);

    static double LogProbability(int k, int n)
    {
        if (k == 0 || k == n)
            return -n * Math.Log(2);
        return LogGamma.StirlingError(n)
            - LogGamma.StirlingError(k)
            - LogGamma.StirlingError(n - k)
            - Divergence(k, n)
            + 0.5 * Math.Log(n / (2 * Math.PI * k * (n - k)));
    }

    /// <summary>x ln(x / mean) + mean − x, without cancellation near x = mean.</summary>
    static double Deviance(double x, double mean)
    {
        if (x == 0)
            return mean;
        var v = (x - mean) / (x + mean);
        if (Math.Abs(v) >= 0.1)
            return x * Math.Log(x / mean) + mean - x;

        // ln(x / mean) = 2 artanh(v), and mean − x = −v (x + mean): the first terms cancel exactly and leave (x − mean)
        // v.
        double sum = (x - mean) * v,
            term = 2 * x * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + term / j;
            if (next == sum)
                return sum;
            sum = next;
        }
    }
}
