using System.Globalization;
using System.Text;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring;

namespace Bench.Benchmarks.Metrics;

/// <summary><c>growth FILE.svg</c>: how the cost of scoring two label sets grows with images and with classes, as two ratios and a plot on
/// logarithmic axes.</summary>
internal static class GrowthCommand
{
    static readonly int[] Images = [5_000, 10_000, 20_000, 50_000];
    static readonly int[] Classes = [100, 200, 500, 1_000];

    public static void Run(string file)
    {
        // The compiler's time is not part of the growth.
        for (var i = 0; i < 2; i++)
            Seconds(2_000, 100);
        var byImages = Array.ConvertAll(Images, images => Seconds(images, 1_000));
        var byClasses = Array.ConvertAll(Classes, classes => Seconds(50_000, classes));
        File.WriteAllText(file, Plot(byImages, byClasses));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"images_ratio {byImages[^1] / byImages[0]:F3}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"classes_ratio {byClasses[^1] / byClasses[0]:F3}"));
    }

    static double Seconds(int images, int classes)
    {
        var predictions = MadeModel.Predict(images, classes);
        var views = MadeLabels.All(images, classes).Take(2).Select(view => view.Labels).ToList();
        var options = new ScoringOptions { CalibrationSplit = MadeModel.CalibrationSplit(images) };
        return ScoringCommand.Best(() => Scorer.ScoreAll(predictions, views, options), rounds: 2);
    }

    static string Plot(double[] byImages, double[] byClasses)
    {
        var svg = new StringBuilder(
            """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" font-family="sans-serif" font-size="12" fill="#333"><rect width="720" height="300" fill="#fff"/>"""
        );
        Panel(svg, 60, "images (C = 1,000)", Images, byImages);
        Panel(svg, 420, "classes (N = 50,000)", Classes, byClasses);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Measured points, and the line through the largest that linear growth would follow.</summary>
    static void Panel(StringBuilder svg, double left, string title, int[] sizes, double[] seconds)
    {
        var (first, last) = (Math.Log10(sizes[0]), Math.Log10(sizes[^1]));
        var top = Math.Log10(seconds.Max() * 1.3);
        double X(double size) => left + 270 * (Math.Log10(size) - first) / (last - first);
        double Y(double time) => 40 + 210 * (top - Math.Log10(time)) / 1.4;
        Draw($"""<text x="{left}" y="24">{title}</text><path d="M{left} 40V250H{left + 270}" fill="none" stroke="#999"/>""");
        Draw(
            $"""<path d="M{X(sizes[0]):F1} {Y(seconds[^1] * sizes[0] / sizes[^1]):F1}L{X(sizes[^1]):F1} {Y(seconds[^1]):F1}" stroke="#999" stroke-dasharray="4 4"/><text x="{left + 150}" y="240" fill="#777">dashed: linear</text>"""
        );
        for (var i = 0; i < sizes.Length; i++)
            Draw(
                $"""<circle cx="{X(sizes[i]):F1}" cy="{Y(seconds[i]):F1}" r="4" fill="#0a5"/><text x="{X(sizes[i]) - 8:F1}" y="{Y(seconds[i]) - 9:F1}" text-anchor="{(i == sizes.Length - 1 ? "end" : "middle")}">{seconds[i]:0.00} s</text><text x="{X(sizes[i]):F1}" y="268" text-anchor="middle">{sizes[i]:N0}</text>"""
            );

        void Draw(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
