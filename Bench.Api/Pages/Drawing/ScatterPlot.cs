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

    /// <summary>Of the font of names, about.</summary>
    const double LetterWidth = 6.6;

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
        var corners = series
            .Corners.Where(corner => across.Holds(corner.X) && up.Holds(corner.Y))
            .Select(corner => (X: across[corner.X], Y: up[corner.Y]))
            .ToList();
        svg.Path("fit", corners);
        var names = inside.Count <= MostNames ? Names() : [];
        foreach (var point in inside)
        {
            var entry = series.Board.Entries[point.Entry];
            var (px, py) = (across[x.Place(point.X.Value)], up[y.Place(point.Y.Value)]);
            if (inside.Count > MostLinks)
            {
                svg.Circle(Kind(entry), px, py, 3);
                continue;
            }
            var shown = names.GetValueOrDefault(point.Entry);
            svg.Link(
                $"/models/{entry.ModelId}",
                $"{entry.Name}: {y.Text(point.Y.Value)}, {x.Text(point.X.Value)}",
                drawing =>
                {
                    foreach (var (left, top, right, bottom) in Whiskers(point))
                        drawing.Line("whisker", left, top, right, bottom);
                    drawing.Circle(Kind(entry), px, py, 5.5);
                    if (shown is { } place)
                        drawing.Text("label always", place.X, place.Y, entry.Name, place.Anchor);
                    else
                        drawing.Text("label", px + 9, py - 7, entry.Name, "start");
                }
            );
        }
        return svg.Html();

        IEnumerable<(double Left, double Top, double Right, double Bottom)> Whiskers(ScatterPoint point)
        {
            var (px, py) = (across[x.Place(point.X.Value)], up[y.Place(point.Y.Value)]);
            if (!x.IsCost && point.X is { CiLow: { } left, CiHigh: { } right })
                yield return (across[across.Clamp(left)], py, across[across.Clamp(right)], py);
            if (!y.IsCost && point.Y is { CiLow: { } low, CiHigh: { } high })
                yield return (px, up[up.Clamp(low)], px, up[up.Clamp(high)]);
        }

        Dictionary<int, (double X, double Y, string Anchor)?> Names()
        {
            var places = new NamePlaces(new(Left, Top, Width, Height - Bottom));
            foreach (var (from, to) in corners.Zip(corners.Skip(1)))
                places.AddLine(from.X, from.Y, to.X, to.Y);
            foreach (var (left, top, right, bottom) in inside.SelectMany(Whiskers))
                places.AddLine(left, top, right, bottom);
            var points = inside.ConvertAll(point => (X: across[x.Place(point.X.Value)], Y: up[y.Place(point.Y.Value)], WidthOf(point)));
            foreach (var point in points)
                places.AddDot(point.X, point.Y);
            return inside.Zip(places.Of(points)).ToDictionary(pair => pair.First.Entry, pair => pair.Second);
        }

        double WidthOf(ScatterPoint point) => series.Board.Entries[point.Entry].Name.Length * LetterWidth;

        string Kind(Leaderboard.BoardEntry entry) => series.Colours is { } colours ? $"point kind{colours.KindOf(entry)}" : "point";
    }
}
