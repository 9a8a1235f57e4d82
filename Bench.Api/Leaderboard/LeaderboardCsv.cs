using System.Globalization;
using System.Text;
using Bench.Data.Outcomes;

namespace Bench.Api.Leaderboard;

/// <summary>The same rows as the JSON, as CSV (RFC 4180, UTF-8). Fractions, full precision; an empty field is "not applicable".</summary>
internal static class LeaderboardCsv
{
    public static string Write(LeaderboardResponse board)
    {
        var text = new StringBuilder();
        string[] head =
        [
            "rank",
            "rank_low",
            "rank_high",
            "tie_group",
            "model_id",
            "model",
            "architecture",
            "training_data",
            "precision",
            "parameters",
            "macs",
            "verified",
            "checks",
            "owner",
            "license",
            "url",
            "evaluated_at",
            "evaluation_id",
            board.Metric,
            "ci_low",
            "ci_high",
            "n",
        ];
        Line(
            text,
            [
                .. head,
                .. board.Columns.SelectMany<string, string>(column => [column, $"{column} ci_low", $"{column} ci_high", $"{column} n"]),
            ]
        );
        foreach (var row in board.Rows)
            Line(
                text,
                [
                    row.Rank,
                    row.RankInterval?[0],
                    row.RankInterval?[1],
                    row.TieGroup,
                    row.Model.Id,
                    row.Model.Name,
                    row.Model.Architecture,
                    row.Model.TrainingData,
                    row.Model.Precision,
                    row.Model.Parameters,
                    row.Model.Macs,
                    row.Verified ? "true" : "false",
                    string.Join(' ', board.Checks.With(row.Checks).Select(check => check.Code)),
                    row.Model.Owner,
                    row.Model.License,
                    row.Model.Url,
                    row.Model.EvaluatedAt.ToString("O", CultureInfo.InvariantCulture),
                    row.EvaluationId,
                    row.Value,
                    row.CiLow,
                    row.CiHigh,
                    row.N,
                    .. board.Columns.SelectMany<string, object?>(column =>
                        row.Columns[column] is { } cell ? [cell.Value, cell.CiLow, cell.CiHigh, cell.N] : [null, null, null, null]
                    ),
                ]
            );
        return text.ToString();
    }

    static void Line(StringBuilder text, IReadOnlyList<object?> fields)
    {
        for (var i = 0; i < fields.Count; i++)
            text.Append(i == 0 ? "" : ",").Append(Field(Convert.ToString(fields[i], CultureInfo.InvariantCulture) ?? ""));
        text.Append("\r\n");
    }

    /// <remarks>A name that a spreadsheet would run as a formula is made text by a leading apostrophe.</remarks>
    static string Field(string value)
    {
        if (
            value.Length > 0 && value[0] is '=' or '+' or '@' or '\t'
            || (value is ['-', ..] && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
        )
            value = $"'{value}";
        return value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
