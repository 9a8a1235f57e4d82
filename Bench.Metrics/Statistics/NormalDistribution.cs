namespace Bench.Metrics.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>Beyond it a tail is below the last bit of 1.</summary>
    const double Far = 8.5;

    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <remarks>½ + φ(x) · Σ_k x^(2k + 1) / (2k + 1)!!. Marsaglia, "Evaluating the normal distribution",
    /// 2004.</remarks>
    public static double Cdf(double x)
    {
        if (x < -Far)
            return 0;
        if (x > Far)
            return 1;
        var (sum, term, previous) = (x, x, 0.0);
        for (var k = 3; sum != previous; k += 2)
        {
            previous = sum;
            term *= x * x / k;
            sum += term;
        }
        return Math.Clamp(0.5 + sum * Density(x), 0, 1);
    }

    /// <summary>The x below which a share <paramref name="p"/> of the distribution lies; ±∞ for 1 and 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public static double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "lies in [0, 1]");
        if (p is 0 or 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        var (low, high) = (-Far, Far);
        while (true)
        {
            var middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                return middle;
            if (Cdf(middle) < p)
                low = middle;
            else
                high = middle;
        }
    }
}
