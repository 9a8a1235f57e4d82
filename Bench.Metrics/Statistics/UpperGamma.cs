namespace Bench.Metrics.Statistics;

/// <summary>The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), in logarithms. Chi-square and
/// normal tails are special cases: P(χ²_d &gt; s) = Q(d / 2, s / 2), and 2 Φ(−z) = Q(½, z² / 2).</summary>
internal static class UpperGamma
{
    /// <summary>ln Q(a, x) for a > 0, x ≥ 0.</summary>
    public static double Log(double a, double x)
    {
        if (x <= 0)
            return 0;
        var logFactor = a * Math.Log(x) - x - LogGamma.Compute(a);
        return x < a + 1 ? Math.Log(1 - Math.Exp(logFactor) * LowerSeries(a, x)) : logFactor + Math.Log(ContinuedFraction(a, x));
    }

    /// <summary>The x ≥ 0 at which Q(a, x) is <paramref name="probability"/>, in (0, 1].</summary>
    public static double Inverse(double a, double probability)
    {
        var target = Math.Log(probability);
        double low = 0,
            high = 1;
        while (Log(a, high) > target)
            high *= 2;
        while (high - low > 1e-14 * high)
        {
            var middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                break;
            if (Log(a, middle) > target)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    // Σ_k x^k / (a (a + 1) … (a + k)).
    static double LowerSeries(double a, double x)
    {
        double term = 1 / a,
            sum = term;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (a + k);
            sum += term;
        }
        return sum;
    }

    // 1 / (x + 1 − a − 1·(1 − a) / (x + 3 − a − 2·(2 − a) / (x + 5 − a − …))), by Lentz's method.
    static double ContinuedFraction(double a, double x)
    {
        const double tiny = 1e-300;
        double b = x + 1 - a,
            c = 1 / tiny,
            d = 1 / b,
            fraction = d;
        for (var k = 1; k < 100_000; k++)
        {
            var numerator = -k * (k - a);
            b += 2;
            d = numerator * d + b;
            c = b + numerator / c;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            if (Math.Abs(c) < tiny)
                c = tiny;
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16)
                break;
        }
        return fraction;
    }
}
