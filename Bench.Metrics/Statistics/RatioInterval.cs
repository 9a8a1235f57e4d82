namespace Bench.Metrics.Statistics;

/// <summary>Interval of the ratio of two independent proportions, from the Wilson interval of each.</summary>
public static class RatioInterval
{
    /// <param name="firstHits">Successes of the first sample.</param>
    /// <param name="first">Its size.</param>
    /// <param name="secondHits">Successes of the second sample, which the first is divided by.</param>
    /// <param name="second">Its size.</param>
    /// <remarks>With r = p₁ / p₂ and Wilson's (l₁, u₁), (l₂, u₂): ln r less √(ln²(p₁/l₁) + ln²(u₂/p₂)) and plus
    /// √(ln²(u₁/p₁) + ln²(p₂/l₂)). Zou and Donner, "Construction of confidence limits about effect measures: a general
    /// approach", 2008. Of no success at first the ends are 0 and u₁ / l₂; of none at second, or an empty sample, there
    /// is no interval.</remarks>
    public static Interval Of(long firstHits, long first, long secondHits, long second)
    {
        return second == 0 ? Interval.Without(NoInterval.NoneElsewhere)
            : first == 0 ? Interval.None
            : OfShares((double)firstHits / first, first, (double)secondHits / second, second);
    }

    /// <summary>Ends of a ratio to the others as ends of the ratio to all.</summary>
    /// <param name="ratio">The interval of the ratio to the others.</param>
    /// <param name="weight">Share that the first sample has of all.</param>
    internal static Interval OverAll(Interval ratio, double weight)
    {
        return double.IsNaN(ratio.Low) ? ratio : new(ToAll(ratio.Low), ToAll(ratio.High));

        double ToAll(double r) => r == 0 ? 0 : 1 / (weight + (1 - weight) / r);
    }

    /// <summary>The same of shares and numbers of trials that need not be whole.</summary>
    internal static Interval OfShares(double first, double firstTrials, double second, double secondTrials)
    {
        return OfIntervals(first, WilsonInterval.OfShare(first, firstTrials), second, WilsonInterval.OfShare(second, secondTrials));
    }

    /// <summary>The same of shares with intervals of their own; none without one of them.</summary>
    internal static Interval OfIntervals(double first, Interval a, double second, Interval b)
    {
        if (second == 0)
            return Interval.Without(NoInterval.NoneElsewhere);
        if (double.IsNaN(a.Low) || double.IsNaN(b.Low))
            return Interval.None;
        if (first == 0)
            return new(0, a.High / b.Low);
        return new(
            first / second * Math.Exp(-double.Hypot(Math.Log(first / a.Low), Math.Log(b.High / second))),
            first / second * Math.Exp(double.Hypot(Math.Log(a.High / first), Math.Log(second / b.Low)))
        );
    }
}
