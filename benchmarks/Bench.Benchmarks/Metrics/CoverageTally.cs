using System.Globalization;
using Bench.Metrics.Statistics;

namespace Bench.Benchmarks.Metrics;

/// <summary>How often intervals held the truth, by name, over the worlds of a simulation.</summary>
internal sealed class CoverageTally
{
    readonly List<string> _names = [];
    readonly Dictionary<string, (double Truths, int Worlds, int Covered, int None, int Outside)> _counts = [];

    public void Add(string name, double truth, double value, Interval interval)
    {
        if (!_counts.TryGetValue(name, out var count))
            _names.Add(name);
        var isNone = double.IsNaN(interval.Low);
        _counts[name] = (
            count.Truths + truth,
            count.Worlds + 1,
            count.Covered + (interval.Low <= truth && truth <= interval.High ? 1 : 0),
            count.None + (isNone ? 1 : 0),
            count.Outside + (value < interval.Low || value > interval.High ? 1 : 0)
        );
    }

    /// <summary>A markdown table; the truth is its mean where it is another one in each world.</summary>
    public void Print()
    {
        Console.WriteLine("| metric | truth | coverage | worlds | without interval | value outside |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var name in _names)
        {
            var (truths, worlds, covered, none, outside) = _counts[name];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {truths / worlds:0.0000} | {100.0 * covered / worlds:0.0} % | {worlds} | {none} | {outside} |"
                )
            );
        }
    }
}
