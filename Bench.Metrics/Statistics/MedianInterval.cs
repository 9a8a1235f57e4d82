namespace Bench.Metrics.Statistics;

/// <summary>The 95 % interval of a median, whatever the distribution: two of the values themselves.</summary>
public static class MedianInterval
{
    /// <param name="ascending">The values.</param>
    /// <returns>None for fewer than two values.</returns>
    /// <remarks>The values at the places n/2 ∓ 1.96 √n / 2, rounded outwards: as many lie below the median as heads
    /// fall in n throws. Conover, "Practical nonparametric statistics", 1999, section 3.2.</remarks>
    public static Interval Of(ReadOnlySpan<int> ascending)
    {
        var n = ascending.Length;
        if (n < 2)
            return Interval.None;
        var half = WilsonInterval.Z95 * Math.Sqrt(n) / 2;
        var (low, high) = ((int)Math.Floor(n / 2.0 - half), (int)Math.Ceiling(n / 2.0 + half));
        return new(ascending[Math.Max(0, low - 1)], ascending[Math.Min(n - 1, high)]);
    }
}
