namespace Bench.Metrics.Statistics;

/// <summary>95 % interval of a mean of independent values, by the normal distribution.</summary>
public static class MeanInterval
{
    /// <summary>Fewer values give no interval: the distribution of their mean is not known well enough.</summary>
    public const int Least = 30;

    /// <remarks>mean ± 1.96 · s / √n, with s² = Σ (x − mean)² / (n − 1).</remarks>
    /// <param name="values">The values.</param>
    /// <param name="mean">Their mean; NaN of none.</param>
    /// <returns><see cref="Interval.None"/> of fewer than <see cref="Least"/> values.</returns>
    public static Interval Of(ReadOnlySpan<double> values, out double mean)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        mean = sum / values.Length;
        if (values.Length < Least)
            return Interval.None;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        var half = WilsonInterval.Z95 * Math.Sqrt(squares / (values.Length - 1) / values.Length);
        return new(mean - half, mean + half);
    }
}
