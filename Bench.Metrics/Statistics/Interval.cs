namespace Bench.Metrics.Statistics;

/// <summary>A 95 % confidence interval.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval of a number that has none.</summary>
    public static Interval None { get; } = new(double.NaN, double.NaN);
}
