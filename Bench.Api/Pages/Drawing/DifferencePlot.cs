using Bench.Api.Compare;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Differences of pairs with their intervals, one line each, about a zero line.</summary>
internal static class DifferencePlot
{
    const int Width = 760;
    const int Left = 280;
    const int Line = 28;

    public static IHtmlContent Draw(IReadOnlyList<ComparedPair> pairs)
    {
        var scale = Scale.Over(pairs.SelectMany(pair => new[] { 0, pair.Difference.Low, pair.Difference.High }), Left, Width - 20);
        var height = pairs.Count * Line + 34;
        var svg = new Svg(Width, height, "Differences of accuracy with 95 % intervals");
        foreach (var tick in scale.Ticks(6))
            svg.Line(tick == 0 ? "grid strong" : "grid", scale[tick], 4, scale[tick], height - 26)
                .Text("", scale[tick], height - 8, Points(tick), "middle");
        for (var i = 0; i < pairs.Count; i++)
        {
            var (difference, y) = (pairs[i].Difference, i * Line + 18);
            svg.Text("name", Left - 16, y + 4, Short($"{pairs[i].First.Entry.Name} − {pairs[i].Second.Entry.Name}"), "end");
            if (double.IsNaN(difference.Value))
                continue;
            svg.Line("whisker", scale[difference.Low], y, scale[difference.High], y).Circle("point", scale[difference.Value], y, 4.5);
        }
        return svg.Html();
    }

    static string Points(double value) => (100 * value).ToString("+0.##;−0.##;0", System.Globalization.CultureInfo.InvariantCulture);

    static string Short(string name) => name.Length <= 42 ? name : name[..41] + "…";
}
