using System.ComponentModel.DataAnnotations;
using Bench.Api.Metrics;
using Bench.Data.Outcomes;

namespace Bench.Api.Leaderboard;

/// <summary>A board, or a part of it. Rates and scores are fractions.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="LabelSetVersion">Version of the label set that the numbers rest on.</param>
/// <param name="Metric">Id of the metric that ranks.</param>
/// <param name="HigherIsBetter">Direction of the metric.</param>
/// <param name="Standing">How rank intervals and tie groups were found: <c>pairedTests</c>, <c>separateIntervals</c>,
/// or <c>pending</c> while they are computed.</param>
/// <param name="Columns">The further columns, as they are in each row.</param>
/// <param name="Checks">What is doubtful about the labels that every number of the board rests on.</param>
/// <param name="Models">Models on the whole board.</param>
/// <param name="Matching">Models that match the filters.</param>
/// <param name="Rows">The rows in order.</param>
/// <param name="Next">Cursor of the next part; null at the end.</param>
/// <param name="Baseline">The row of the model that was asked for as the baseline; null without one.</param>
public sealed record LeaderboardResponse(
    string Dataset,
    string LabelSet,
    int LabelSetVersion,
    string Metric,
    bool HigherIsBetter,
    [property: AllowedValues("pairedTests", "separateIntervals", "pending")] string Standing,
    IReadOnlyList<string> Columns,
    IReadOnlyList<Check> Checks,
    int Models,
    int Matching,
    IReadOnlyList<LeaderboardRow> Rows,
    string? Next,
    LeaderboardRow? Baseline
);

/// <summary>One model. Without a number it has no rank.</summary>
/// <param name="Rank">1 + the number of better models on the whole board; equal values share a rank.</param>
/// <param name="RankInterval">Best and worst rank that the data do not rule out.</param>
/// <param name="TieGroup">Models of one group are not told apart from the group's first.</param>
/// <param name="Model">The model.</param>
/// <param name="EvaluationId">The evaluation that the numbers come from.</param>
/// <param name="Verified">False when only predictions were submitted.</param>
/// <param name="Checks">What is doubtful about its numbers, and choices made on the way.</param>
/// <param name="Value">Value of the ranking metric; null when it does not apply.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of the 95 % interval.</param>
/// <param name="N">Images used.</param>
/// <param name="Columns">The further columns by name; null where a number does not apply, or is being
/// recomputed.</param>
/// <param name="BeingScored">The ranking metric and further columns whose number is not there because an older version
/// of the metric made the stored one, and it is being rescored.</param>
/// <param name="Difference">The row less the baseline; null without a baseline, for the baseline itself, and without a
/// number.</param>
public sealed record LeaderboardRow(
    int? Rank,
    IReadOnlyList<int>? RankInterval,
    int? TieGroup,
    LeaderboardModel Model,
    Guid EvaluationId,
    bool Verified,
    IReadOnlyList<Check> Checks,
    double? Value,
    double? CiLow,
    double? CiHigh,
    int? N,
    IReadOnlyDictionary<string, LeaderboardCell?> Columns,
    IReadOnlyList<string> BeingScored,
    LeaderboardDifference? Difference
)
{
    /// <summary>The owner's earlier evaluations over the dataset that were scored, those of deleted models included;
    /// null where an operator is the owner, or nobody recorded that.</summary>
    public int? EarlierTries { get; init; }

    /// <summary>What came of making some of the submitted rows again with the model; null where nobody asked.</summary>
    public LeaderboardSpotCheck? SpotCheck { get; init; }

    /// <summary>Why the value has no interval; null where it has one, and without a value.</summary>
    public NoIntervalView? NoInterval { get; init; }
}

/// <summary>Rows of submitted predictions that were drawn after all were committed to, and made again.</summary>
/// <param name="N">Rows made again.</param>
/// <param name="Differ">Those that are not the model's.</param>
/// <param name="MostFalse">The largest share of all rows that can be false, at 95 % (Clopper and Pearson).</param>
public sealed record LeaderboardSpotCheck(int N, int Differ, double MostFalse);

/// <summary>A row less the baseline, in the unit of the ranking metric.</summary>
/// <param name="CiLow">Lower end of Tango's 95 % interval for paired samples; null for metrics without an outcome for
/// each image.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="P">McNemar's exact p-value over the images that both used; null for metrics without an outcome for each
/// image.</param>
/// <param name="PAdjusted">The same, corrected by Holm over all models of the board.</param>
public sealed record LeaderboardDifference(double Value, double? CiLow, double? CiHigh, double? P, double? PAdjusted);

/// <summary>What a board says of a model.</summary>
/// <param name="Owner">Name of the key that entered it; null when that key is gone.</param>
/// <param name="Url">Where the model comes from.</param>
/// <param name="License">Of the model.</param>
/// <param name="Tags">Words that its owner sorts it under.</param>
/// <param name="Precision">fp32, fp16, int8 or mixed.</param>
/// <param name="Macs">Multiply-accumulates for one image.</param>
/// <param name="EvaluatedAt">When the evaluation was asked for.</param>
public sealed record LeaderboardModel(
    Guid Id,
    string Name,
    string? Owner,
    string? Architecture,
    string? TrainingData,
    string? License,
    string? Url,
    IReadOnlyList<string> Tags,
    string? Precision,
    long? Parameters,
    long? Macs,
    DateTime EvaluatedAt
);

/// <summary>A further number of a row.</summary>
/// <param name="NoInterval">Why it has no interval; null where it has one.</param>
public sealed record LeaderboardCell(double Value, double? CiLow, double? CiHigh, int N, NoIntervalView? NoInterval);
