namespace Bench.Metrics.Statistics;

/// <summary>ln Γ and the error of Stirling's formula, to about 1e-15 relative.</summary>
internal static class LogGamma
{
    const double HalfLogTwoPi = 0.91893853320467274178;
    const double SeriesFrom = 16;
    static readonly double[] SmallErrors = SmallStirlingErrors();

    /// <summary>ln Γ(x), x > 0.</summary>
    public static double Compute(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);

        // Γ(x) = Γ(x + m) / (x (x + 1) … (x + m − 1)) lifts a small argument to where the series is exact to double
        // precision.
        double product = 1;
        for (; x < SeriesFrom; x++)
            product *= x;
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + Series(x) - Math.Log(product);
    }

    /// <summary>ln n! less Stirling's ½ ln(2πn) + n ln n − n; n ≥ 1.</summary>
    public static double StirlingError(int n) => n < SmallErrors.Length ? SmallErrors[n] : Series(n);

    static double Series(double x)
    {
        var s = 1 / (x * x);
        return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691.0 / 360360))))) / x;
    }

    static double[] SmallStirlingErrors()
    {
        var errors = new double[(int)SeriesFrom];
        double factorial = 1;
        for (var n = 1; n < errors.Length; n++)
        {
            factorial *= n;
            errors[n] = Math.Log(factorial) - (n + 0.5) * Math.Log(n) + n - HalfLogTwoPi;
        }
        return errors;
    }
}
