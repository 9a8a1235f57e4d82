using System.Globalization;
using Bench.Api.LabelErrors;
using Bench.Service.Inputs;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Accuracy on corrected labels against the prevalence of mislabelled images, one curve a model, and the
/// places where two change order.</summary>
internal static class PrevalencePlot
{
    const int Left = 66;
    const int Top = 12;
    const int Width = 760;
    const int Height = 360;
    const int Names = 190;

    /// <summary>Kinds of line, by the model's place: each has a colour and a dash of its own in the style
    /// sheet.</summary>
    static readonly string[] Kinds = [.. Enumerable.Range(0, 6).Select(kind => $"curve kind{kind}")];

    public static IHtmlContent Draw(PrevalenceAnswer answer)
    {
        var points = answer.Curves.SelectMany(curve => curve.Points).ToList();
        var across = Scale.Over(points.Select(point => point.Prevalence), Left, Width - Names);
        var up = Scale.Over(points.Select(point => point.Accuracy), Height - 46, Top);
        var svg = new Svg(Width, Height, $"Accuracy on corrected labels against the prevalence of mislabelled images; {Crossed(answer)}");
        foreach (var (tick, text) in across.NamedTicks(6, 100, " %"))
            svg.Line("grid", across[tick], Top, across[tick], Height - 46).Text("", across[tick], Height - 28, text, "middle");
        foreach (var (tick, text) in up.NamedTicks(6, 100, " %"))
            svg.Line("grid", Left, up[tick], Width - Names, up[tick]).Text("", Left - 6, up[tick] + 4, text, "end");
        foreach (var (i, curve) in answer.Curves.Index())
            svg.Path(Kinds[i % Kinds.Length], curve.Points.Select(point => (across[point.Prevalence], up[point.Accuracy])));
        foreach (var crossing in answer.Crossings)
            if (crossing is { Prevalence: { } at, Accuracy: { } accuracy })
            {
                svg.Line("whisker", across[at], up[accuracy], across[at], Height - 46).Circle("point", across[at], up[accuracy], 5);
                // Of many models the crossings lie close together; the table below tells them apart.
                if (answer.Curves.Count == 2)
                    svg.Text("name", across[at] + 8, up[accuracy] - 8, $"{Percent(at)} %");
            }
        Key(svg, answer);
        return svg.Text("name", (Left + Width - Names) / 2, Height - 8, "Originally mislabelled images", "middle")
            .Text("name", 14, (Top + Height - 46) / 2, "Accuracy", "middle", turned: true)
            .Html();
    }

    /// <summary>The crossings in words.</summary>
    public static string Crossed(PrevalenceAnswer answer)
    {
        var crossings = answer.Crossings.Count(crossing => crossing.Prevalence is not null);
        return crossings switch
        {
            0 => "no two change order",
            1 => "one pair changes order",
            _ => $"{crossings} pairs change order",
        };
    }

    static void Key(Svg svg, PrevalenceAnswer answer)
    {
        foreach (var (i, curve) in answer.Curves.Index())
        {
            var y = Top + 14 + 22 * i;
            svg.Line(Kinds[i % Kinds.Length], Width - Names + 14, y, Width - Names + 44, y)
                .Text("name", Width - Names + 52, y + 4, curve.Name.Length <= 18 ? curve.Name : OneLine.Cut(curve.Name, 17) + "…");
        }
    }

    static string Percent(double value) => (100 * value).ToString("0.##", CultureInfo.InvariantCulture);
}
