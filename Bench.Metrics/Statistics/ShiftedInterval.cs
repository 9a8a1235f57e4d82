namespace Bench.Metrics.Statistics;

/// <summary>The bootstrap interval of a statistic that resampling may bias: it contains the value, and stays within the
/// statistic's range.</summary>
public static class ShiftedInterval
{
    /// <summary>Replicates that differ by less than this share of the value differ by rounding alone.</summary>
    const double Rounding = 1e-6;

    /// <param name="value">The statistic of the images themselves.</param>
    /// <param name="replicates">The statistic under each resample; sorted in place. NaN replicates (a resample without
    /// a usable image) are left out.</param>
    /// <param name="minimum">Least possible value.</param>
    /// <param name="maximum">Largest possible value.</param>
    /// <returns>None where the replicates do not differ: resamples of one image, or of images that are all alike, say
    /// nothing of the uncertainty.</returns>
    /// <remarks>With b the mean of the replicates less the value, the 2.5 % and 97.5 % quantiles of the replicates less
    /// 2b, widened to the value where they miss it. A resample of a biased statistic is biased once more: its
    /// percentiles lie around value + b, and the truth around value − b (Efron and Tibshirani, "An introduction to the
    /// bootstrap", 1993, chapter 10). Without bias this is the percentile interval.</remarks>
    public static Interval Of(
        double value,
        Span<double> replicates,
        double minimum = double.NegativeInfinity,
        double maximum = double.PositiveInfinity
    )
    {
        var finite = SortFinite(replicates);
        if (finite.IsEmpty || finite[^1] - finite[0] <= Rounding * Math.Abs(value))
            return Interval.Without(NoInterval.ImagesAlike);
        var sum = 0.0;
        foreach (var replicate in finite)
            sum += replicate - value;
        var shift = 2 * sum / finite.Length;
        return new(
            Math.Min(value, Math.Max(minimum, Quantile(finite, 0.025) - shift)),
            Math.Max(value, Math.Min(maximum, Quantile(finite, 0.975) - shift))
        );
    }

    /// <summary>Sorts replicates in place; those that are numbers, in ascending order.</summary>
    internal static Span<double> SortFinite(Span<double> replicates)
    {
        replicates.Sort();
        var first = 0;
        while (first < replicates.Length && double.IsNaN(replicates[first]))
            first++;
        return replicates[first..];
    }

    /// <summary>Linear between order statistics.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
