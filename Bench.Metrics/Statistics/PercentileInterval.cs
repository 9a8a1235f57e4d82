namespace Bench.Metrics.Statistics;

/// <summary>The percentile bootstrap interval of a statistic from its replicates.</summary>
public static class PercentileInterval
{
    /// <param name="replicates">The statistic under each resample; sorted in place. NaN replicates (a resample without a usable image) are left out.</param>
    /// <remarks>The 2.5 % and 97.5 % quantiles, interpolated linearly between order statistics. Efron, 1979. No finite replicate gives NaN.</remarks>
    public static Interval Of(Span<double> replicates)
    {
        replicates.Sort();
        var first = 0;
        while (first < replicates.Length && double.IsNaN(replicates[first])) first++;
        var finite = replicates[first..];
        return finite.IsEmpty ? Interval.None : new(Quantile(finite, 0.025), Quantile(finite, 0.975));
    }

    static double Quantile(ReadOnlySpan<double> sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
