using System.Globalization;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;

namespace Bench.Api.Pages.Drawing;

/// <summary>The first rows of a board as one self-contained picture: its colours are its own, for light and dark
/// pages.</summary>
internal static class BoardPicture
{
    const int Width = 720;
    const int Line = 24;
    const int Head = 58;
    const int Name = 44;
    const int Bars = 330;
    const int BarsEnd = 560;
    const int MostLetters = 40;

    const string Style =
        "<style>svg{font:13px Inter,system-ui,sans-serif;background:#fdfdfb}text{fill:#1b1e22}.soft{fill:#565c63}"
        + ".title{font-weight:600}.bar{fill:#1c4f8f;opacity:.38}.value{stroke:#1c4f8f;stroke-width:2}.grid{stroke:#dedfd9}"
        + "@media (prefers-color-scheme:dark){svg{background:#14171a}text{fill:#e7e8e5}.soft{fill:#a6adb4}.bar{fill:#8ebbf2}"
        + ".value{stroke:#8ebbf2}.grid{stroke:#2e343a}}</style>";

    public static string Draw(LeaderboardPart part)
    {
        var metric = part.Plan.Metric;
        var cells = part.Entries.Select(entry => part.Ranking[entry]).OfType<BoardCell>().ToList();
        var scale = Scale.OverBulk(
            [.. cells.SelectMany<BoardCell, double>(cell => [cell.Value, cell.CiLow ?? cell.Value, cell.CiHigh ?? cell.Value])],
            Bars,
            BarsEnd
        );
        var height = Head + part.Entries.Count * Line + (part.Doubts is null ? 10 : Line);
        var title = $"{part.Plan.Subject.Dataset}, {part.Plan.Subject.LabelSet} labels: {metric.Name}";
        var svg = new Svg(Width, height, title);
        svg.Raw(Style).Text("title", 12, 22, title);
        foreach (var (tick, text) in metric.IsFraction ? scale.NamedTicks(4, 100, " %") : scale.NamedTicks(4))
            svg.Text("soft", scale[tick], 46, text, "middle").Line("grid", scale[tick], 52, scale[tick], height - 8);
        for (var row = 0; row < part.Entries.Count; row++)
        {
            var (entry, y) = (part.Entries[row], Head + row * Line + 14);
            var name = part.NameOf(entry);
            svg.Text("", Name, y, name.Length <= MostLetters ? name : name[..(MostLetters - 3)] + "…" + name[^2..]);
            if (part.Ranking[entry] is not { } cell)
                continue;
            svg.Text("soft", Name - 12, y, part.Ranking.Ranks[entry].ToString(CultureInfo.InvariantCulture), "end");
            if (cell is { CiLow: { } low, CiHigh: { } high })
                svg.Rectangle("bar", scale[scale.Clamp(low)], y - 9, Math.Max(2, scale[scale.Clamp(high)] - scale[scale.Clamp(low)]), 10);
            if (scale.Holds(cell.Value))
                svg.Line("value", scale[cell.Value], y - 11, scale[cell.Value], y + 3);
            svg.Text("", 620, y, NumberText.Of(metric, cell.Value), "end");
            svg.Text("soft", Width - 10, y, NumberText.Ends(metric, cell.CiLow, cell.CiHigh), "end");
        }
        if (part.Doubts is { } doubts)
            svg.Text("soft", 12, height - 8, doubts);
        return svg.ToString();
    }
}
