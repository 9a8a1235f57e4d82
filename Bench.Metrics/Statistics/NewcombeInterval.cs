namespace Bench.Metrics.Statistics;

/// <summary>Newcombe's hybrid score interval of the difference of two independent proportions.</summary>
public static class NewcombeInterval
{
    /// <param name="firstHits">Successes of the first sample.</param>
    /// <param name="first">Its size.</param>
    /// <param name="secondHits">Successes of the second sample.</param>
    /// <param name="second">Its size.</param>
    /// <remarks>d = p₁ − p₂ with Wilson's intervals (l₁, u₁), (l₂, u₂): [d − √((p₁ − l₁)² + (u₂ − p₂)²), d + √((u₁ −
    /// p₁)² + (p₂ − l₂)²)]. R. Newcombe, "Interval estimation for the difference between independent proportions",
    /// 1998, method 10. An empty sample gives NaN.</remarks>
    public static Interval Of(long firstHits, long first, long secondHits, long second)
    {
        if (first == 0 || second == 0)
            return Interval.None;
        return Of(
            (double)firstHits / first,
            WilsonInterval.Of(firstHits, first),
            (double)secondHits / second,
            WilsonInterval.Of(secondHits, second)
        );
    }

    /// <summary>The same of two shares with intervals of their own.</summary>
    internal static Interval Of(double p, Interval a, double q, Interval b) =>
        new(p - q - double.Hypot(p - a.Low, b.High - q), p - q + double.Hypot(a.High - p, q - b.Low));
}
