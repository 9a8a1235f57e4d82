namespace Bench.Metrics.Statistics;

/// <summary>Wilson's score interval of a proportion.</summary>
public static class WilsonInterval
{
    /// <summary>The standard normal quantile at 0.975.</summary>
    public const double Z95 = 1.959963984540054;

    /// <param name="hits">Successes, 0 … <paramref name="n"/>.</param>
    /// <param name="n">Trials.</param>
    /// <param name="z">Normal quantile; 95 % by default.</param>
    /// <remarks>(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with p = hits / n. Wilson, 1927. The end is
    /// exactly 0 for no hit and exactly 1 for all hits; n = 0 gives NaN.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Hits outside 0 … n.</exception>
    public static Interval Of(long hits, long n, double z = Z95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, n);
        return OfShare((double)hits / n, n, z);
    }

    /// <summary>The same of a share and a number of trials that need not be whole.</summary>
    /// <param name="share">Share of successes, in [0, 1].</param>
    /// <param name="n">Trials.</param>
    /// <param name="z">Normal quantile; 95 % by default.</param>
    internal static Interval OfShare(double share, double n, double z = Z95)
    {
        if (n == 0)
            return Interval.None;
        var z2 = z * z / n;
        var centre = share + z2 / 2;
        var half = z * Math.Sqrt((share * (1 - share) + z2 / 4) / n);
        return new(share == 0 ? 0 : (centre - half) / (1 + z2), share == 1 ? 1 : (centre + half) / (1 + z2));
    }
}
