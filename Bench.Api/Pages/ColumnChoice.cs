using Bench.Api.Leaderboard;

namespace Bench.Api.Pages;

/// <summary>Columns that a board offers by a tick: what it shows already, the usual metrics, and top-1 under every other label set and
/// dataset.</summary>
internal static class ColumnChoice
{
    public static IReadOnlyList<(string Key, string Title)> For(LeaderboardPlan plan) =>
        [
            .. plan.Columns.Select(column => (column.Name, Title(plan.View, column))),
            .. plan
                .View.Offered.Where(metric => metric != plan.Metric && plan.Columns.All(column => column.Name != metric.Id))
                .Select(metric => (metric.Id, metric.ShortName)),
            .. OtherViews(plan.Views, plan.View).Where(other => plan.Columns.All(column => column.Name != other.Key)),
        ];

    /// <summary>Top-1 under every other view of the same or another dataset: clean against shifted, original against corrected. Of unknown
    /// images there is no top-1.</summary>
    public static IEnumerable<(string Key, string Title)> OtherViews(IReadOnlyList<BoardView> views, BoardView view) =>
        views
            .Where(other => other != view)
            .Select(other =>
                other.DatasetId == view.DatasetId
                    ? ($"{other.LabelSet}:{other.Headline}", $"{Title(other)}, {other.LabelSet}")
                    : ($"{other.Dataset}:{other.LabelSet}:{other.Headline}", $"{Title(other)}, {other.Dataset}, {other.LabelSet}")
            );

    static string Title(BoardView other) => other.OutOfDistribution ? "AUROC" : "Top-1";

    static string Title(BoardView view, BoardColumnRef column) =>
        column.View == view ? column.Metric.ShortName
        : column.View.DatasetId == view.DatasetId ? $"{column.Metric.ShortName}, {column.View.LabelSet}"
        : $"{column.Metric.ShortName}, {column.View.Dataset}, {column.View.LabelSet}";
}
