using Bench.Api.Leaderboard.Plans;

namespace Bench.Api.Pages;

/// <summary>Columns that a board offers by a tick: what it shows already, the usual metrics, and top-1 under every
/// other label set and dataset.</summary>
internal static class ColumnChoice
{
    public static IReadOnlyList<(string Key, string Title)> For(LeaderboardPlan plan) =>
        [
            .. plan.Columns.Select(column => (column.Name, Title(plan.Subject, column))),
            .. plan
                .Subject.Offered.Where(metric => metric != plan.Metric && plan.Columns.All(column => column.Name != metric.Id))
                .Select(metric => (metric.Id, metric.ShortName)),
            .. OtherSubjects(plan.Subjects, plan.Subject).Where(other => plan.Columns.All(column => column.Name != other.Key)),
        ];

    /// <summary>Top-1 under every other label set of the same or another dataset: clean against shifted, original
    /// against corrected. Of unknown images there is no top-1.</summary>
    public static IEnumerable<(string Key, string Title)> OtherSubjects(IReadOnlyList<BoardSubject> subjects, BoardSubject subject) =>
        subjects
            .Where(other => other != subject)
            .Select(other =>
                other.DatasetId == subject.DatasetId
                    ? ($"{other.LabelSet}:{other.Headline}", $"{Title(other)}, {other.LabelSet}")
                    : ($"{other.Dataset}:{other.LabelSet}:{other.Headline}", $"{Title(other)}, {other.Dataset}, {other.LabelSet}")
            );

    static string Title(BoardSubject other) => other.OutOfDistribution ? "AUROC" : "Top-1";

    static string Title(BoardSubject subject, BoardColumnRef column) =>
        column.Subject == subject ? column.Metric.ShortName
        : column.Subject.DatasetId == subject.DatasetId ? $"{column.Metric.ShortName}, {column.Subject.LabelSet}"
        : $"{column.Metric.ShortName}, {column.Subject.Dataset}, {column.Subject.LabelSet}";
}
