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

    /// <summary>Costs that may stand on an axis, by key.</summary>
    public static readonly IReadOnlyDictionary<string, (string Title, Func<BoardEntry, double?> Of)> Costs = new Dictionary<string, (string, Func<BoardEntry, double?>)>
    {
        ["parameters"] = ("Parameters", entry => entry.Parameters),
        ["macs"] = ("Multiply-accumulates per image", entry => entry.Macs),
        ["imagesPerSecond"] = ("Images per second", entry => entry.ImagesPerSecond),
    };

    public bool IsCost => Metric is null;

    /// <summary>Where a value stands on the axis: itself, or the logarithm of a cost.</summary>
    public double Place(double value) => IsCost ? Math.Log10(value) : value;

    public string Text(double value) => Metric is { } metric ? NumberText.WithUnit(metric, value) : NumberText.Large((long)Math.Round(value));

    /// <summary>Ticks with their texts, at places on the axis.</summary>
    public IEnumerable<(double Place, string Text)> Ticks(Scale scale)
    {
        if (!IsCost) return scale.Ticks(6).Select(tick => (tick, Metric!.IsFraction ? (100 * tick).ToString("0.##", CultureInfo.InvariantCulture) : tick.ToString("0.####", CultureInfo.InvariantCulture)));
        return from power in Enumerable.Range((int)Math.Floor(scale.Low), (int)(Math.Ceiling(scale.High) - Math.Floor(scale.Low)) + 1)
               from first in FirstDigits
               let value = first * Math.Pow(10, power)
               where scale.Holds(Math.Log10(value))
               select (Math.Log10(value), NumberText.Large((long)value));
    }
}
