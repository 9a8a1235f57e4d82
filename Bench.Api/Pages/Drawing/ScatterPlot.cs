using Bench.Api.Leaderboard;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Models as points between two axes, with error bars; each is a link to its model. A cost on the x axis brings the frontier, two metrics bring the straight fit.</summary>
internal static class ScatterPlot
{
    const int Width = 960;
    const int Height = 600;
    const int Left = 74;
    const int Right = 24;
    const int Top = 16;
    const int Bottom = 58;
    const int MostNames = 60;

    public static IHtmlContent Draw(Board board, ScatterAxis x, ScatterAxis y)
    {
        var points = Points(board, x, y);
        var across = Scale.OverBulk([.. points.Select(point => x.Place(point.X.Value))], Left, Width - Right);
        var up = Scale.OverBulk([.. points.Select(point => y.Place(point.Y.Value))], Height - Bottom, Top);
        var svg = new Svg(Width, Height, $"{y.Title} against {x.Title} for {points.Count} models", hasLinks: true);
        foreach (var (place, text) in x.Ticks(across)) svg.Line("grid", across[place], Top, across[place], Height - Bottom).Text("", across[place], Height - Bottom + 18, text, "middle");
        foreach (var (place, text) in y.Ticks(up)) svg.Line("grid", Left, up[place], Width - Right, up[place]).Text("", Left - 10, up[place] + 4, text, "end");
        svg.Text("name", (Left + Width - Right) / 2, Height - 12, x.Title, "middle").Text("name", 18, (Top + Height - Bottom) / 2, y.Title, "middle", turned: true);

        var inside = points.Where(point => across.Holds(x.Place(point.X.Value)) && up.Holds(y.Place(point.Y.Value))).ToList();
        if (x.IsCost) svg.Path("fit", Frontier(inside, y).Select(point => (across[x.Place(point.X.Value)], up[y.Place(point.Y.Value)])));
        else if (!y.IsCost && LineFit.Of([.. inside.Select(point => (point.X.Value, point.Y.Value))]) is { } fit)
            svg.Path("fit", new[] { across.Low, across.High }.Select(end => (across[end], up[up.Clamp(fit.At(end))])));

        // A name gives way to points and to names that stand already.
        var taken = inside.ConvertAll(point => (X: across[x.Place(point.X.Value)] - 6, Y: up[y.Place(point.Y.Value)] - 4, Width: 12.0));
        foreach (var point in inside)
        {
            var entry = board.Entries[point.Entry];
            var (px, py) = (across[x.Place(point.X.Value)], up[y.Place(point.Y.Value)]);
            svg.Link($"/models/{entry.ModelId}", $"{entry.Name}: {y.Text(point.Y.Value)}, {x.Text(point.X.Value)}", drawing =>
            {
                if (!x.IsCost && point.X is { CiLow: { } left, CiHigh: { } right }) drawing.Line("whisker", across[across.Clamp(left)], py, across[across.Clamp(right)], py);
                if (!y.IsCost && point.Y is { CiLow: { } low, CiHigh: { } high }) drawing.Line("whisker", px, up[up.Clamp(low)], px, up[up.Clamp(high)]);
                drawing.Circle("point", px, py, 5.5);
                drawing.Text(IsFree(taken, px + 9, py - 7, entry.Name.Length * 6.6) && inside.Count <= MostNames ? "label always" : "label", px + 9, py - 7, entry.Name);
            });
        }
        return svg.Html();
    }

    static List<(int Entry, BoardCell X, BoardCell Y)> Points(Board board, ScatterAxis x, ScatterAxis y)
    {
        var points = new List<(int, BoardCell, BoardCell)>();
        for (var entry = 0; entry < board.Entries.Count; entry++)
            if (x.Cells(entry) is { } across && y.Cells(entry) is { } up && (!x.IsCost || across.Value > 0) && (!y.IsCost || up.Value > 0)) points.Add((entry, across, up));
        return points;
    }

    /// <summary>Models that no cheaper model beats.</summary>
    static IEnumerable<(int Entry, BoardCell X, BoardCell Y)> Frontier(IEnumerable<(int Entry, BoardCell X, BoardCell Y)> points, ScatterAxis y)
    {
        var best = double.NegativeInfinity;
        var sign = y.Metric?.HigherIsBetter ?? true ? 1 : -1;
        foreach (var point in points.OrderBy(point => point.X.Value).ThenByDescending(point => sign * point.Y.Value))
            if (sign * point.Y.Value > best)
            {
                best = sign * point.Y.Value;
                yield return point;
            }
    }

    /// <summary>Whether a name has room; if so it takes it.</summary>
    static bool IsFree(List<(double X, double Y, double Width)> taken, double x, double y, double width)
    {
        if (x + width > Width || taken.Any(other => Math.Abs(other.Y - y) < 14 && x < other.X + other.Width && other.X < x + width)) return false;
        taken.Add((x, y, width));
        return true;
    }
}
