using Bench.Api.Leaderboard;
using Bench.Api.Metrics;

namespace Bench.Api.Pages;

/// <summary>Columns that a board offers by a tick: what it shows already, the usual metrics, and top-1 under every other label set and dataset.</summary>
internal static class ColumnChoice
{
    public static IReadOnlyList<(string Key, string Title)> For(LeaderboardPlan plan) =>
    [
        .. plan.Columns.Select(column => (column.Name, Title(plan.View, column))),
        .. MetricDirectory.Headline.Where(metric => metric != plan.Metric && plan.Columns.All(column => column.Name != metric.Id)).Select(metric => (metric.Id, metric.ShortName)),
        .. OtherViews(plan.Views, plan.View).Where(other => plan.Columns.All(column => column.Name != other.Key)),
    ];

    /// <summary>Top-1 under every other view of the same or another dataset: clean against shifted, original against corrected.</summary>
    public static IEnumerable<(string Key, string Title)> OtherViews(IReadOnlyList<BoardView> views, BoardView view) =>
        views.Where(other => other != view).Select(other => other.DatasetId == view.DatasetId
            ? ($"{other.LabelSet}:top1", $"Top-1, {other.LabelSet}")
            : ($"{other.Dataset}:{other.LabelSet}:top1", $"Top-1, {other.Dataset}, {other.LabelSet}"));

    static string Title(BoardView view, BoardColumnRef column) => column.View == view ? column.Metric.ShortName
        : column.View.DatasetId == view.DatasetId ? $"{column.Metric.ShortName}, {column.View.LabelSet}"
        : $"{column.Metric.ShortName}, {column.View.Dataset}, {column.View.LabelSet}";
}
