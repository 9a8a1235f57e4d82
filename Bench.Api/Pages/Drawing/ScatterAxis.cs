using System.Globalization;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;

namespace Bench.Api.Pages.Drawing;

/// <summary>One axis of a scatter plot: a column of the board, or a cost of the models.</summary>
/// <param name="Key">As it stands in the address.</param>
/// <param name="Title">What stands beside the axis.</param>
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

    /// <summary>Where a value stands on the axis: itself, or the logarithm of a cost.</summary>
    public double Place(double value) => IsCost ? Math.Log10(value) : value;

    /// <summary>The value at a place.</summary>
    public double Value(double place) => IsCost ? Math.Pow(10, place) : place;

    public string Text(double value) =>
        Metric is { } metric ? NumberText.WithUnit(metric, value) : NumberText.Large((long)Math.Round(value));

    /// <summary>Ticks with their texts, at places on the axis.</summary>
    public IEnumerable<(double Place, string Text)> Ticks(Scale scale)
    {
        if (!IsCost)
            return scale
                .Ticks(6)
                .Select(tick =>
                    (
                        tick,
                        Metric!.IsFraction
                            ? (100 * tick).ToString("0.##", CultureInfo.InvariantCulture)
                            : tick.ToString("0.####", CultureInfo.InvariantCulture)
                    )
                );
        return from power in Enumerable.Range((int)Math.Floor(scale.Low), (int)(Math.Ceiling(scale.High) - Math.Floor(scale.Low)) + 1)
            from first in FirstDigits
            let value = first * Math.Pow(10, power)
            where scale.Holds(Math.Log10(value))
            select (Math.Log10(value), NumberText.Large((long)value));
    }
}
