using System.Globalization;
using Bench.Api.Http;
using Bench.Data.Outcomes;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>The same rows as the JSON, as CSV (RFC 4180, UTF-8). Fractions, full precision; an empty field is "not
/// applicable", or named under being_scored.</summary>
internal static class LeaderboardCsv
{
    static readonly string[] Difference = ["difference", "difference ci_low", "difference ci_high", "p", "p_adjusted"];

    public static string Write(LeaderboardResponse board)
    {
        var text = new CsvText();
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
            "earlier_tries",
            "spot_check_n",
            "spot_check_differ",
            "spot_check_most_false",
            "checks",
            "owner",
            "license",
            "url",
            "tags",
            "evaluated_at",
            "evaluation_id",
            "being_scored",
            board.Metric,
            "ci_low",
            "ci_high",
            "n",
            "no_interval",
        ];
        text.Line([
            .. head,
            .. board.Baseline is null ? [] : Difference,
            .. board.Columns.SelectMany<string, string>(column =>
                [column, $"{column} ci_low", $"{column} ci_high", $"{column} n", $"{column} no_interval"]
            ),
        ]);
        foreach (var row in board.Rows)
            text.Line([
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
                row.EarlierTries,
                row.SpotCheck?.N,
                row.SpotCheck?.Differ,
                row.SpotCheck?.MostFalse,
                board.Checks.With(row.Checks).Codes(),
                row.Model.Owner,
                row.Model.License,
                row.Model.Url,
                string.Join(' ', row.Model.Tags),
                row.Model.EvaluatedAt.ToString("O", CultureInfo.InvariantCulture),
                row.EvaluationId,
                string.Join(' ', row.BeingScored),
                row.Value,
                row.CiLow,
                row.CiHigh,
                row.N,
                row.NoInterval?.Code,
                .. board.Baseline is null
                    ? []
                    : new object?[]
                    {
                        row.Difference?.Value,
                        row.Difference?.CiLow,
                        row.Difference?.CiHigh,
                        row.Difference?.P,
                        row.Difference?.PAdjusted,
                    },
                .. board.Columns.SelectMany<string, object?>(column =>
                    row.Columns[column] is { } cell ? [cell.Value, cell.CiLow, cell.CiHigh, cell.N, cell.NoInterval?.Code] : new object?[5]
                ),
            ]);
        return text.ToString();
    }
}
