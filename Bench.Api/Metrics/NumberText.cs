using System.Globalization;

namespace Bench.Api.Metrics;

/// <summary>Numbers as people read them: fractions in percent, large counts with a unit.</summary>
internal static class NumberText
{
    /// <summary>76.13 for the fraction 0.7613; other metrics with four decimals. The unit is in the column
    /// head.</summary>
    public static string Of(MetricDescription metric, double value) =>
        metric.IsFraction
            ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture)
            : value.ToString(Math.Abs(value) >= 1000 ? "0" : "0.0000", CultureInfo.InvariantCulture);

    /// <summary>76.1 for the fraction 0.7613, n/a for none.</summary>
    public static string Percent(double? fraction) =>
        fraction is { } share ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) : "n/a";

    /// <summary>The same, with what is to be known of it in brackets behind.</summary>
    public static string WithNote(MetricDescription metric, double value) =>
        metric.NoteOn(value) is { } note ? $"{Of(metric, value)} ({note})" : Of(metric, value);

    public static string WithUnit(MetricDescription metric, double value) => Of(metric, value) + (metric.IsFraction ? " %" : "");

    /// <summary>"75.75 – 76.50", or why there is no interval.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="low">Lower end; null of none.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="whyNone">The code of the reason that was kept with the number.</param>
    public static string Interval(MetricDescription metric, double? low, double? high, string? whyNone) =>
        low is { } from && high is { } to
            ? $"{Of(metric, from)} – {Of(metric, to)}"
            : "no interval: " + NoIntervalView.Of(null, whyNone, metric)!.Reason;

    /// <summary>That a number has no interval, and why.</summary>
    public static string Without(Bench.Metrics.Statistics.Interval interval) =>
        "no interval: " + NoIntervalView.Of(null, interval.WhyNone, null)!.Reason;

    /// <summary>The interval in the little room behind a value, "75.75–76.50", or that there is none.</summary>
    public static string Ends(MetricDescription metric, double? low, double? high) =>
        low is { } from && high is { } to ? $"{Of(metric, from)}–{Of(metric, to)}" : "no interval";

    /// <summary>+1.23, −0.40: a difference in the metric's own unit, in percentage points for fractions.</summary>
    public static string Signed(MetricDescription metric, double value) =>
        metric.IsFraction
            ? (100 * value).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture)
            : value.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>0.0312, or 2.1e−7 where four decimals say nothing. The minus is a sign, at which no line breaks, and no
    /// hyphen.</summary>
    public static string PValue(double p) =>
        p < 1e-300 ? "< 1e−300" : p.ToString(p < 1e-4 ? "0.0e+0" : "0.0000", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>25.6 M, 4.09 G: three digits and a unit.</summary>
    public static string Large(long? count) =>
        count switch
        {
            null => "",
            < 1_000 => count.Value.ToString(CultureInfo.InvariantCulture),
            < 1_000_000 => Three(count.Value / 1e3) + " k",
            < 1_000_000_000 => Three(count.Value / 1e6) + " M",
            < 1_000_000_000_000 => Three(count.Value / 1e9) + " G",
            _ => Three(count.Value / 1e12) + " T",
        };

    public static string Whole(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Bytes in decimal units, as download sizes are given.</summary>
    public static string Bytes(long bytes) => Large(bytes) is [.., ' ', _] text ? text + "B" : $"{bytes} B";

    public static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"40 s", "12 min", "3 h 5 min": as exact as a forecast can be.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 90 => Math.Ceiling(time.TotalSeconds).ToString("0", CultureInfo.InvariantCulture) + " s",
            < 5400 => Math.Round(time.TotalMinutes).ToString("0", CultureInfo.InvariantCulture) + " min",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes} min"),
        };

    static string Three(double value) =>
        value.ToString(
            value < 10 ? "0.00"
                : value < 100 ? "0.0"
                : "0",
            CultureInfo.InvariantCulture
        );
}
