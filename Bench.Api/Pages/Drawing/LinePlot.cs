using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>A few named curves of rates, in percent, over another quantity. Each name is at its curve's end, so that no
/// colour has to be looked up.</summary>
internal static class LinePlot
{
    const int Width = 448;
    const int Height = 300;
    const int Left = 58;
    const int Right = 116;
    const int Top = 12;
    const int Bottom = 46;
    const int Kinds = 6;
    const int LineHeight = 13;

    /// <param name="title">What is drawn, for those who cannot see it.</param>
    /// <param name="x">Title of the horizontal axis.</param>
    /// <param name="y">Title of the vertical axis; it begins at zero.</param>
    /// <param name="curves">Curves from left to right.</param>
    /// <param name="inPercent">Whether the horizontal quantity is a rate too.</param>
    public static IHtmlContent Draw(
        string title,
        string x,
        string y,
        IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves,
        bool inPercent
    )
    {
        var points = curves.SelectMany(curve => curve.Points).ToList();
        var across = Scale.Fixed(points.Min(point => point.X), points.Max(point => point.X), Left, Width - Right);
        var up = Scale.Fixed(0, Math.Max(0.01, points.Max(point => point.Y) * 1.05), Height - Bottom, Top);
        var svg = new Svg(Width, Height, title);
        foreach (var (tick, text) in inPercent ? across.NamedTicks(5, 100, " %") : across.NamedTicks(5))
            svg.Line("grid", across[tick], Top, across[tick], Height - Bottom).Text("", across[tick], Height - Bottom + 18, text, "middle");
        foreach (var (tick, text) in up.NamedTicks(5, 100, " %"))
            svg.Line("grid", Left, up[tick], Width - Right, up[tick]).Text("", Left - 6, up[tick] + 4, text, "end");
        var places = Stacked([.. curves.Select(curve => up[curve.Points[^1].Y])], Top, Height - Bottom);
        foreach (var (index, curve) in curves.Index())
        {
            svg.Path($"curve kind{index % Kinds}", curve.Points.Select(point => (across[point.X], up[point.Y])));
            svg.Text($"name kind{index % Kinds}", Width - Right + 6, places[index] + 4, curve.Name);
        }
        return svg.Text("name", (Left + Width - Right) / 2, Height - 8, x, "middle")
            .Text("name", 14, (Top + Height - Bottom) / 2, y, "middle", turned: true)
            .Html();
    }

    /// <summary>Lines of text next to where each belongs, none over another; inside the plot as long as they fit it.</summary>
    /// <param name="wanted">Where each belongs; y grows downwards.</param>
    /// <param name="top">The highest place.</param>
    /// <param name="bottom">The lowest place.</param>
    internal static double[] Stacked(IReadOnlyList<double> wanted, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(line => wanted[line])];
        var places = new double[wanted.Count];
        var free = top;
        foreach (var line in order)
        {
            places[line] = Math.Max(free, wanted[line]);
            free = places[line] + LineHeight;
        }
        var last = bottom;
        foreach (var line in order.Reverse())
        {
            places[line] = Math.Min(last, places[line]);
            last = places[line] - LineHeight;
        }
        return places;
    }
}
