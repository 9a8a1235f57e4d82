using Bench.Api.Compare;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Differences of pairs with their intervals, one line each under the pair's name, about a zero line. Narrow
/// enough that its text stays readable on a phone.</summary>
internal static class DifferencePlot
{
    const int Width = 420;
    const int Side = 24;
    const int Line = 40;
    const int Bottom = 24;
    const int MostLetters = 62;

    public static IHtmlContent Draw(IReadOnlyList<ComparedPair> pairs)
    {
        var scale = Scale.Over(pairs.SelectMany(pair => new[] { 0, pair.Difference.Low, pair.Difference.High }), Side, Width - Side);
        var height = pairs.Count * Line + Bottom + 8;
        var svg = new Svg(Width, height, "Differences of accuracy with 95 % intervals, in percentage points");
        foreach (var (tick, text) in scale.NamedTicks(4, 100, " pp", signed: true))
            svg.Line(tick == 0 ? "grid strong" : "grid", scale[tick], 4, scale[tick], height - Bottom)
                .Text("", scale[tick], height - 6, text, "middle");
        for (var i = 0; i < pairs.Count; i++)
        {
            var (difference, y) = (pairs[i].Difference, i * Line + 30);
            svg.Text("name", Width / 2, y - 12, Short($"{pairs[i].First.Entry.Name} − {pairs[i].Second.Entry.Name}"), "middle");
            if (double.IsNaN(difference.Value))
                continue;
            svg.Line("whisker", scale[difference.Low], y, scale[difference.High], y).Circle("point", scale[difference.Value], y, 4.5);
        }
        return svg.Html();
    }

    static string Short(string name) => name.Length <= MostLetters ? name : name[..(MostLetters - 1)] + "…";
}
