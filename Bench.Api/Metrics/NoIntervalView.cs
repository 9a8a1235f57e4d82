using System.ComponentModel.DataAnnotations;
using Bench.Metrics.Statistics;

namespace Bench.Api.Metrics;

/// <summary>Why a number has no 95 % interval.</summary>
/// <param name="Code">One of a closed list, which stays as it is.</param>
/// <param name="Reason">The same for a person.</param>
public sealed record NoIntervalView(
    [property: AllowedValues(
        NoInterval.MetricHasNone,
        NoInterval.PicturesRepeated,
        NoInterval.ImagesAlike,
        NoInterval.TooFewImages,
        NoInterval.NoneOrAllRight,
        NoInterval.AtBorder,
        NoInterval.MemberWithoutInterval,
        NoInterval.NoneElsewhere,
        NoInterval.SeveralLabels,
        NoInterval.NotKept
    )]
        string Code,
    string Reason
)
{
    /// <summary>Of a number that was just computed; null where it has an interval, and without a number.</summary>
    /// <param name="value">The number; NaN for none.</param>
    /// <param name="interval">Its interval.</param>
    internal static NoIntervalView? Of(double value, Interval interval) =>
        double.IsFinite(value) ? Of(Finite(interval.Low), interval.WhyNone, null) : null;

    /// <summary>Of a number; null where it has an interval.</summary>
    /// <param name="low">Lower end of its interval.</param>
    /// <param name="code">The code that was kept with it.</param>
    /// <param name="metric">Its metric, where that is known.</param>
    internal static NoIntervalView? Of(double? low, string? code, MetricDescription? metric)
    {
        if (low is not null)
            return null;
        code ??= metric?.WhyNoInterval is null ? NoInterval.NotKept : NoInterval.MetricHasNone;
        return new(code, NoInterval.Sentence(code) ?? metric?.WhyNoInterval ?? "the metric never has one");
    }
}
