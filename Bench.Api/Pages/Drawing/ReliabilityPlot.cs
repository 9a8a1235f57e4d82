using Bench.Metrics.Calibration;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>A reliability diagram: accuracy of each confidence bin with its interval against the diagonal, and below it
/// how many images the bin holds.</summary>
internal static class ReliabilityPlot
{
    const int Side = 340;
    const int Left = 58;
    const int Top = 10;
    const int Counts = 60;

    /// <param name="bins">What is drawn, with its counts below.</param>
    /// <param name="second">Another curve over the same images, in the other colour; its counts are not drawn.</param>
    public static IHtmlContent Draw(IReadOnlyList<ReliabilityBin> bins, IReadOnlyList<ReliabilityBin>? second = null)
    {
        var across = Scale.Fixed(0, 1, Left, Left + Side);
        var up = Scale.Fixed(0, 1, Top + Side, Top);
        var floor = Top + Side + 34 + Counts;
        var most = Math.Max(1, bins.Max(bin => bin.Count));
        var svg = new Svg(Left + Side + 16, floor + 34, "Reliability diagram: accuracy against confidence in bins");
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            var text = (100 * tick).ToString("0", System.Globalization.CultureInfo.InvariantCulture) + " %";
            svg.Line("grid", across[tick], Top, across[tick], Top + Side)
                .Line("grid", Left, up[tick], Left + Side, up[tick])
                .Text("", Left - 8, up[tick] + 4, text, "end")
                .Text("", across[tick], Top + Side + 18, text, "middle");
        }
        svg.Line("ideal", across[0], up[0], across[1], up[1]);
        foreach (var bin in bins.Where(bin => bin.Count > 0))
            svg.Rectangle(
                "bar faint",
                across[bin.Low] + 1,
                floor - Counts * bin.Count / (double)most,
                across[bin.High] - across[bin.Low] - 2,
                Counts * bin.Count / (double)most
            );
        if (second is not null)
            Curve(second, " second");
        Curve(bins, "");
        return svg.Text("name", Left + Side / 2, floor + 20, "Confidence; images in each bin below", "middle")
            .Text("name", 14, Top + Side / 2, "Accuracy", "middle", turned: true)
            .Html();

        void Curve(IReadOnlyList<ReliabilityBin> curve, string which)
        {
            foreach (var bin in curve.Where(bin => bin.Count > 0))
                svg.Line($"whisker{which}", across[bin.Confidence], up[bin.Interval.Low], across[bin.Confidence], up[bin.Interval.High])
                    .Circle($"point{which}", across[bin.Confidence], up[bin.Accuracy], 4);
            svg.Path($"curve{which}", curve.Where(bin => bin.Count > 0).Select(bin => (across[bin.Confidence], up[bin.Accuracy])));
        }
    }
}
