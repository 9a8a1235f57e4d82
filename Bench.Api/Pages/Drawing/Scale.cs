using System.Globalization;

namespace Bench.Api.Pages.Drawing;

/// <summary>A linear axis from values to pixels, with round ticks.</summary>
internal sealed class Scale
{
    /// <summary>How far rounding may move a tick beyond an end, in steps.</summary>
    const double Slack = 1e-9;

    static readonly double[] Steps = [1, 2, 5];

    Scale(double low, double high, double from, double to) => (Low, High, From, To) = (low, high, from, to);

    public double Low { get; }
    public double High { get; }
    public double From { get; }
    public double To { get; }

    /// <summary>A scale that holds all values with a little room.</summary>
    /// <param name="values">What is to be drawn; NaN is left out.</param>
    /// <param name="from">Pixel of the low end.</param>
    /// <param name="to">Pixel of the high end.</param>
    public static Scale Over(IEnumerable<double> values, double from, double to)
    {
        double low = double.PositiveInfinity,
            high = double.NegativeInfinity;
        foreach (var value in values)
            if (double.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);
        var room = high > low ? 0.04 * (high - low) : Math.Max(Math.Abs(low), 1) * 0.05;
        return new Scale(low - room, high + room, from, to);
    }

    /// <summary>A scale over the bulk of the values: one that lies far away does not squeeze all the others, it falls
    /// outside.</summary>
    public static Scale OverBulk(IReadOnlyCollection<double> values, double from, double to)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length < 4)
            return Over(sorted, from, to);
        var (first, third) = (sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4]);
        var reach = 4 * (third - first);
        return Over(sorted.Where(value => value >= first - reach && value <= third + reach), from, to);
    }

    /// <summary>The same part of the axis over other pixels.</summary>
    public Scale Onto(double from, double to) => new(Low, High, from, to);

    public static Scale Fixed(double low, double high, double from, double to) => new(low, high, from, to);

    public double this[double value] => From + (value - Low) / (High - Low) * (To - From);

    public bool Holds(double value) => value >= Low && value <= High;

    public double Clamp(double value) => Math.Clamp(value, Low, High);

    /// <summary>Round values inside the axis, about as many as asked for and never fewer than two.</summary>
    public IReadOnlyList<double> Ticks(int about) => At(Step(about));

    /// <summary>The same with their texts: as many decimals as tell them apart, and the unit.</summary>
    /// <param name="about">How many ticks are wanted.</param>
    /// <param name="factor">What values are multiplied by before they are shown: 100 for percent.</param>
    /// <param name="unit">The unit behind each.</param>
    /// <param name="signed">Whether positive ones have a plus.</param>
    public IReadOnlyList<(double Value, string Text)> NamedTicks(int about, double factor = 1, string unit = "", bool signed = false)
    {
        var step = Step(about);
        var decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step * factor) + 1e-9), 0, 15);
        return [.. At(step).Select(tick => (tick, Text(tick * factor)))];

        string Text(double value)
        {
            var digits = Math.Abs(value).ToString($"F{decimals}", CultureInfo.InvariantCulture);
            return (
                    value < 0 ? "−"
                    : signed && value > 0 ? "+"
                    : ""
                )
                + digits
                + unit;
        }
    }

    List<double> At(double step)
    {
        var ticks = new List<double>();
        for (var tick = Math.Ceiling(Low / step - Slack); tick * step <= High + Slack * step; tick++)
            ticks.Add(tick * step + 0.0); // + 0 turns −0 into 0
        return ticks;
    }

    /// <summary>1, 2 or 5 of a power of ten; the largest that puts at least two ticks on the axis where the wanted one
    /// does not.</summary>
    double Step(int about)
    {
        var rough = (High - Low) / about;
        var power = Math.Floor(Math.Log10(rough));
        var place = (rough / Math.Pow(10, power)) switch
        {
            < 1.5 => 0,
            < 3.5 => 1,
            < 7.5 => 2,
            _ => 3,
        };
        var step = Size(power, place);
        while (At(step).Count < 2)
            step = Size(power, --place);
        return step;
    }

    static double Size(double power, int place) =>
        Steps[(place % Steps.Length + Steps.Length) % Steps.Length] * Math.Pow(10, power + Math.Floor((double)place / Steps.Length));
}
