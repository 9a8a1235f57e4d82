namespace Bench.Metrics.Statistics;

/// <summary>A 95 % confidence interval.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval of a number of too few images to have one.</summary>
    public static Interval None { get; } = Without(NoInterval.TooFewImages);

    /// <summary>Why there is none, as a code of <see cref="NoInterval"/>; null where there is one.</summary>
    public string? WhyNone { get; init; }

    /// <summary>The interval of a number that has none.</summary>
    /// <param name="why">A code of <see cref="NoInterval"/>.</param>
    public static Interval Without(string why) => new(double.NaN, double.NaN) { WhyNone = why };
}
