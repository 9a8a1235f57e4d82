using Bench.Api.Http;
using Bench.Data.Outcomes;

namespace Bench.Api.Suites;

/// <summary>A suite's board and a model's report as CSV (RFC 4180, UTF-8). Fractions, full precision; an empty field is
/// no number.</summary>
internal static class SuiteCsv
{
    public static string Write(SuiteBoard board)
    {
        var text = new CsvText();
        string[] columns = [.. board.Members.SelectMany(member => member.Metrics.Select(metric => $"{member.Name}/{metric}"))];
        var numbers =
            board.Rows.Count == 0 ? [] : board.Rows[0].Also.Prepend(board.Rows[0].Headline).Select(number => number.Title).ToArray();
        text.Line([
            "suite",
            "version",
            "rank",
            "model_id",
            "model",
            "coverage",
            "checks",
            .. numbers.SelectMany<string, string>(title =>
                [title, $"{title} ci_low", $"{title} ci_high", $"{title} members", $"{title} of", $"{title} no_interval"]
            ),
            .. columns.SelectMany<string, string>(column =>
                [column, $"{column} ci_low", $"{column} ci_high", $"{column} n", $"{column} no_interval"]
            ),
        ]);
        foreach (var row in board.Rows)
            text.Line([
                board.Suite,
                board.Version,
                row.Rank,
                row.ModelId,
                row.Model,
                row.Coverage,
                row.Checks.Codes(),
                .. row
                    .Also.Prepend(row.Headline)
                    .SelectMany<SuiteNumberView, object?>(number =>
                        [number.Value, number.CiLow, number.CiHigh, number.Members, number.Of, number.NoInterval?.Code]
                    ),
                .. columns.SelectMany<string, object?>(column =>
                    row.Cells[column] is { } cell ? [cell.Value, cell.CiLow, cell.CiHigh, cell.N, cell.NoInterval?.Code] : new object?[5]
                ),
            ]);
        return text.ToString();
    }

    public static string Write(SuiteReport report)
    {
        var text = new CsvText();
        text.Line(
            "member",
            "group",
            "dataset",
            "label_set",
            "metric",
            "value",
            "ci_low",
            "ci_high",
            "n",
            "no_interval",
            "members",
            "of",
            "reason",
            "checks"
        );
        foreach (var number in report.Also.Prepend(report.Headline))
            text.Line(
                $"{report.Suite} version {report.Version}: {number.Title}",
                null,
                null,
                null,
                number.Metric,
                number.Value,
                number.CiLow,
                number.CiHigh,
                null,
                number.NoInterval?.Code,
                number.Members,
                number.Of,
                number.Missing.Count == 0 ? null : $"missing: {string.Join(", ", number.Missing)}",
                report.Members.SelectMany(member => member.Checks).Codes()
            );
        foreach (var member in report.Members)
        foreach (var number in member.Numbers)
            text.Line(
                member.Member.Name,
                member.Member.Group,
                member.Member.Dataset,
                member.Member.LabelSet,
                number.Metric,
                number.Value,
                number.CiLow,
                number.CiHigh,
                number.N,
                number.NoInterval?.Code,
                null,
                null,
                number.Reason,
                member.Checks.Codes()
            );
        return text.ToString();
    }
}
