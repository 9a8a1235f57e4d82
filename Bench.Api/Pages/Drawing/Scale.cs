namespace Bench.Api.Pages.Drawing;

/// <summary>A linear axis from values to pixels, with round ticks.</summary>
internal sealed class Scale
{
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

    /// <summary>A scale over the bulk of the values: one that lies far away does not squeeze all the others, it falls outside.</summary>
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

    /// <summary>Round values inside the axis, about as many as asked for.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var rough = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step =
            power
            * (rough / power) switch
            {
                < 1.5 => 1,
                < 3.5 => 2,
                < 7.5 => 5,
                _ => 10,
            };
        for (var tick = Math.Ceiling(Low / step); tick * step <= High; tick++)
            yield return tick * step + 0.0; // + 0 turns −0 into 0
    }
}
