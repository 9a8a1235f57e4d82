using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard;

/// <summary>What a page shows where its address leaves something open.</summary>
internal static class BoardDefaults
{
    /// <summary>What the address leaves open is the first named board, and where a named board has this ranking, its columns.</summary>
    public static LeaderboardRequest Filled(this LeaderboardRequest asked, IQueryCollection query, IReadOnlyList<BoardView> views)
    {
        var presets = BoardPreset.For(views);
        var wanted = asked with
        {
            Dataset = asked.Dataset ?? presets[0].View.Dataset,
            // The form of columns sends each ticked one by itself.
            Columns = query.TryGetValue("columns", out var columns) ? columns.ToString() : null,
        };
        var view = LeaderboardPlanner.View(views, wanted.Dataset, wanted.LabelSet);
        var metric = wanted.Metric ?? view.Headline;
        return wanted with
        {
            Columns =
                wanted.Columns
                ?? string.Join(
                    ',',
                    presets.FirstOrDefault(preset => preset.View == view && preset.Metric == metric)?.Columns ?? Usual(view, metric)
                ),
        };
    }

    /// <summary>Further columns of a page that does not name any.</summary>
    static IReadOnlyList<string> Usual(BoardView view, string metric) =>
        [.. (view.OutOfDistribution ? view.Offered : MetricDirectory.Usual).Select(column => column.Id).Where(column => column != metric)];
}
