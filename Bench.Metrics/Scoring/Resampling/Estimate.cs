using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;


namespace Bench.Metrics.Scoring.Resampling;

/// <summary>A value and how its interval is found: known at once, from replicates, or not at all.</summary>
sealed record Estimate(double Value, int N)
{
    public Interval Interval { get; init; } = Interval.None;

    /// <summary>What to replicate for the interval; null when <see cref="Interval"/> says all.</summary>
    public IReplicated? Replicated { get; init; }

    /// <summary>Which output of <see cref="Replicated"/> this value is.</summary>
    public int Output { get; init; }

    /// <summary>The view whose exclusions explain <see cref="N"/>, where it is not the scored one.</summary>
    public GroundTruth? Labels { get; init; }

    /// <summary>Why the images determine no value, where it is not a number; null where the metric has nothing to say about it.</summary>
    public string? WhyUndefined { get; init; }

    /// <summary>No number, for a reason that a person understands.</summary>
    public static Estimate Undefined(string why, int n) => new(double.NaN, n) { WhyUndefined = why };

    /// <summary>A share of images, with Wilson's interval.</summary>
    public static Estimate Proportion(int hits, int n) => new(n == 0 ? double.NaN : (double)hits / n, n) { Interval = WilsonInterval.Of(hits, n) };
}
