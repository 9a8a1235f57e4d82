using Bench.Data.Outcomes;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Models as points between two axes, with error bars; each is a link to its model. On a large board they are
/// points alone: the script shows their names and links.</summary>
internal static class ScatterPlot
{
    const int Width = 960;
    const int Height = 600;
    const int Left = 74;
    const int Right = 24;
    const int Top = 16;
    const int Bottom = 58;
    const int MostNames = 60;
    const int MostLinks = 400;

    public static IHtmlContent Draw(ScatterSeries series)
    {
        var (x, y) = (series.X, series.Y);
        var across = series.Across.Onto(Left, Width - Right);
        var up = series.Up.Onto(Height - Bottom, Top);
        var inside = series.Points.Where(series.IsInside).ToList();
        var svg = new Svg(
            Width,
            Height,
            $"{y.Title} against {x.Title} for {Counted.Of(series.Points.Count, "model")}",
            hasLinks: inside.Count <= MostLinks
        );
        foreach (var (place, text) in x.Ticks(across))
            svg.Line("grid", across[place], Top, across[place], Height - Bottom)
                .Text("", across[place], Height - Bottom + 18, text, "middle");
        foreach (var (place, text) in y.Ticks(up))
            svg.Line("grid", Left, up[place], Width - Right, up[place]).Text("", Left - 10, up[place] + 4, text, "end");
        svg.Text("name", (Left + Width - Right) / 2, Height - 12, x.Title, "middle")
            .Text("name", 18, (Top + Height - Bottom) / 2, y.Title, "middle", turned: true);
        svg.Path(
            "fit",
            series.Corners.Where(corner => across.Holds(corner.X) && up.Holds(corner.Y)).Select(corner => (across[corner.X], up[corner.Y]))
        );

        // A name gives way to points, each as a line of text that has the dot in its middle, and to names that are
        // drawn already.
        var taken = inside.ConvertAll(point => (X: across[x.Place(point.X.Value)] - 6, Y: up[y.Place(point.Y.Value)] + 4, Width: 12.0));
        foreach (var point in inside)
        {
            var entry = series.Board.Entries[point.Entry];
            var (px, py) = (across[x.Place(point.X.Value)], up[y.Place(point.Y.Value)]);
            if (inside.Count > MostLinks)
            {
                svg.Circle(Kind(entry), px, py, 3);
                continue;
            }
            var width = entry.Name.Length * 6.6;
            var named = inside.Count <= MostNames;
            var right = !named || IsFree(taken, px + 9, py - 7, width);
            var shown = named && (right || IsFree(taken, px - 9 - width, py - 7, width));
            svg.Link(
                $"/models/{entry.ModelId}",
                $"{entry.Name}: {y.Text(point.Y.Value)}, {x.Text(point.X.Value)}",
                drawing =>
                {
                    if (!x.IsCost && point.X is { CiLow: { } left, CiHigh: { } farRight })
                        drawing.Line("whisker", across[across.Clamp(left)], py, across[across.Clamp(farRight)], py);
                    if (!y.IsCost && point.Y is { CiLow: { } low, CiHigh: { } high })
                        drawing.Line("whisker", px, up[up.Clamp(low)], px, up[up.Clamp(high)]);
                    drawing.Circle(Kind(entry), px, py, 5.5);
                    drawing.Text(
                        shown ? "label always" : "label",
                        right || !shown ? px + 9 : px - 9,
                        py - 7,
                        entry.Name,
                        right || !shown ? "start" : "end"
                    );
                }
            );
        }
        return svg.Html();

        string Kind(Leaderboard.BoardEntry entry) => series.Colours is { } colours ? $"point kind{colours.KindOf(entry)}" : "point";
    }

    /// <summary>Whether a name has room; if so it takes it.</summary>
    static bool IsFree(List<(double X, double Y, double Width)> taken, double x, double y, double width)
    {
        if (
            x < Left
            || x + width > Width
            || taken.Any(other => Math.Abs(other.Y - y) < 14 && x < other.X + other.Width && other.X < x + width)
        )
            return false;
        taken.Add((x, y, width));
        return true;
    }
}
