namespace Bench.Metrics.Statistics;

/// <summary>The standard normal distribution.</summary>
static class NormalDistribution
{
    /// <summary>Beyond it a tail is below the last bit of 1.</summary>
    const double Far = 8.5;

    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <remarks>½ + φ(x) · Σ_k x^(2k + 1) / (2k + 1)!!. Marsaglia, "Evaluating the normal distribution", 2004.</remarks>
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
}
