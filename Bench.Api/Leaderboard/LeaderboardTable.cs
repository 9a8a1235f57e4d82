using System.Globalization;
using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard;

/// <summary>A board as rows of words, for tables that people paste elsewhere.</summary>
internal sealed class LeaderboardTable
{
    /// <summary>The column that holds names; all others hold numbers.</summary>
    public const int NameColumn = 1;

    public LeaderboardTable(LeaderboardResponse board)
    {
        var metric = MetricDirectory.Find(board.Metric)!;
        var columns = board.Columns.Select(name => (Name: name, Metric: MetricDirectory.Find(name.Split(':')[^1])!)).ToList();
        Head =
        [
            "Rank",
            "Model",
            Title(metric),
            "95 % interval",
            .. board.Baseline is null ? [] : new[] { "Difference", "p (Holm)" },
            .. columns.Select(column => Title(column.Metric) + Origin(column.Name)),
        ];
        Rows =
        [
            .. board.Rows.Select<LeaderboardRow, IReadOnlyList<string>>(row =>
                [
                    row.Rank?.ToString(CultureInfo.InvariantCulture) ?? "",
                    row.Model.Name,
                    row.Value is { } value ? NumberText.Of(metric, value) : "",
                    NumberText.Ends(metric, row.CiLow, row.CiHigh),
                    .. board.Baseline is null ? [] : Difference(metric, row.Difference),
                    .. columns.Select(column => row.Columns[column.Name] is { } cell ? NumberText.Of(column.Metric, cell.Value) : ""),
                ]
            ),
        ];
        Caption =
            $"{board.Dataset}, {board.LabelSet} labels (version {board.LabelSetVersion}), {metric.Name}"
            + (board.Baseline is { } baseline ? $"; differences to {baseline.Model.Name}." : ".");
    }

    public IReadOnlyList<string> Head { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>What the numbers are, in a sentence.</summary>
    public string Caption { get; }

    static string Title(MetricDescription metric) => metric.ShortName + (metric.IsFraction ? " (%)" : "");

    static string Origin(string column) => column.Split(':') is [.. { Length: > 0 } where, _] ? $", {string.Join(' ', where)}" : "";

    static string[] Difference(MetricDescription metric, LeaderboardDifference? difference) =>
        difference is null
            ? ["", ""]
            : [NumberText.Signed(metric, difference.Value), difference.PAdjusted is { } p ? NumberText.PValue(p) : ""];
}
