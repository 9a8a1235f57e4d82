using System.Globalization;
using Bench.Api.Metrics;
using Bench.Data.Outcomes;

namespace Bench.Api.Leaderboard.Answers;

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
        var footnotes = board.Rows.SelectMany(row => row.Checks).Warnings().Distinct().ToList();
        Rows =
        [
            .. board.Rows.Select<LeaderboardRow, IReadOnlyList<string>>(row =>
                [
                    row.Rank?.ToString(CultureInfo.InvariantCulture) ?? "",
                    row.Model.Name + Mark(row.Checks.Warnings().Select(check => footnotes.IndexOf(check) + 1)),
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
        Doubts =
        [
            .. board.Checks.Warnings().Select(check => $"All rows: {Text(check)}"),
            .. footnotes.Select((check, place) => $"{Mark([place + 1]).TrimStart()} {Text(check)}"),
            .. NoIntervalNotes.Of(board.Rows.Select(row => (row.Model.Name, row.NoInterval))),
        ];
    }

    public IReadOnlyList<string> Head { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>A sentence that says what the numbers are.</summary>
    public string Caption { get; }

    /// <summary>Doubts about the numbers: about all of them, and about the rows that have the same mark at their
    /// names.</summary>
    public IReadOnlyList<string> Doubts { get; }

    static string Mark(IEnumerable<int> numbers) => string.Join(',', numbers) is { Length: > 0 } text ? $" †{text}" : "";

    static string Text(Check check) => $"{check.Message.ReplaceLineEndings(" ")} ({check.Code})";

    static string Title(MetricDescription metric) => metric.ShortName + (metric.IsFraction ? " (%)" : "");

    static string Origin(string column) => column.Split(':') is [.. { Length: > 0 } where, _] ? $", {string.Join(' ', where)}" : "";

    static string[] Difference(MetricDescription metric, LeaderboardDifference? difference) =>
        difference is null
            ? ["", ""]
            : [NumberText.Signed(metric, difference.Value), difference.PAdjusted is { } p ? NumberText.PValue(p) : ""];
}
