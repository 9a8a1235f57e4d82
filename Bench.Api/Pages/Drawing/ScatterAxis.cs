using System.Globalization;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;

namespace Bench.Api.Pages.Drawing;

/// <summary>One axis of a scatter plot: a column of the board, or a cost of the models.</summary>
/// <param name="Key">As written in the address.</param>
/// <param name="Title">The axis' label.</param>
/// <param name="Cells">For each entry of the board its value, with the interval where there is one.</param>
/// <param name="Metric">The metric; null for a cost, which is drawn on a logarithmic axis.</param>
internal sealed record ScatterAxis(string Key, string Title, Func<int, BoardCell?> Cells, MetricDescription? Metric)
{
    static readonly int[] FirstDigits = [1, 2, 5];

    public bool IsCost => Metric is null;

    /// <summary>Whether the axis is a rate of being right, which is fitted in logits.</summary>
    public bool IsAccuracy => Metric is { Family: "accuracy" or "multi-label", IsFraction: true, HigherIsBetter: true };

    /// <summary>1 where more is better, −1 where less is.</summary>
    public int Sign => (Metric?.HigherIsBetter ?? BoardCosts.All[Key].HigherIsBetter) ? 1 : -1;

    /// <summary>Whether a value has a place: zero has no logarithm.</summary>
    public bool Fits(double value) => !IsCost || value > 0;

    /// <summary>The place of a value on the axis: itself, or the logarithm of a cost.</summary>
    public double Place(double value) => IsCost ? Math.Log10(value) : value;

    /// <summary>The value at a place.</summary>
    public double Value(double place) => IsCost ? Math.Pow(10, place) : place;

    public string Text(double value) =>
        Metric is { } metric ? NumberText.WithUnit(metric, value) : NumberText.Large((long)Math.Round(value));

    /// <summary>Ticks with their texts, at places on the axis.</summary>
    public IReadOnlyList<(double Place, string Text)> Ticks(Scale scale)
    {
        if (!IsCost)
            return Metric!.IsFraction ? scale.NamedTicks(6, 100, " %") : scale.NamedTicks(6);
        var powers =
            from power in Enumerable.Range((int)Math.Floor(scale.Low), (int)(Math.Ceiling(scale.High) - Math.Floor(scale.Low)) + 1)
            from first in FirstDigits
            let value = first * Math.Pow(10, power)
            where scale.Holds(Math.Log10(value))
            select (Math.Log10(value), value < 1 ? value.ToString("0.####", CultureInfo.InvariantCulture) : NumberText.Large((long)value));
        (double, string)[] ticks = [.. powers];
        return ticks.Length >= 2 ? ticks : Within(scale);
    }

    /// <summary>Evenly spaced values, for a logarithmic axis too narrow to hold two of 1, 2 and 5.</summary>
    static IReadOnlyList<(double Place, string Text)> Within(Scale scale)
    {
        var (low, high) = (Math.Pow(10, scale.Low), Math.Pow(10, scale.High));
        var (size, unit) = high switch
        {
            < 1e3 => (1.0, ""),
            < 1e6 => (1e3, " k"),
            < 1e9 => (1e6, " M"),
            < 1e12 => (1e9, " G"),
            _ => (1e12, " T"),
        };
        return [.. Scale.Fixed(low, high, 0, 1).NamedTicks(5, 1 / size, unit).Select(tick => (Math.Log10(tick.Value), tick.Text))];
    }
}
