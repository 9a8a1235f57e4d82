using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard;

/// <summary>A number with its 95 % interval and the images behind it.</summary>
internal readonly record struct BoardCell(double Value, double? CiLow, double? CiHigh, int N)
{
    /// <summary>Why it has no interval, as a code of <see cref="Bench.Metrics.Statistics.NoInterval"/>; null where it has one, and
    /// for rows from before it was recorded.</summary>
    public string? WhyNoInterval { get; init; }

    /// <summary>Why it has no interval; null where it has one.</summary>
    public NoIntervalView? NoInterval(MetricDescription metric) => NoIntervalView.Of(CiLow, WhyNoInterval, metric);
}
