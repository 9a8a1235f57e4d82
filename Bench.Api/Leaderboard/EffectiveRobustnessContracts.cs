using Bench.Api.Doubts;

namespace Bench.Api.Leaderboard;

/// <summary>Shifted accuracy against clean accuracy over a board, and what each model has above the line.</summary>
/// <param name="LabelSetVersion">Version of the label set.</param>
/// <param name="Slope">Of logit(shifted) over logit(clean); null with fewer than three baseline models whose accuracies
/// differ, or all of one clean accuracy: two are always on their own line.</param>
/// <param name="Intercept">In logit space.</param>
/// <param name="RSquared">Share of the variance that the line explains.</param>
/// <param name="N">Baseline models in the fit.</param>
public sealed record EffectiveRobustnessBoard(
    string Dataset,
    string LabelSet,
    int LabelSetVersion,
    double? Slope,
    double? Intercept,
    double? RSquared,
    int N,
    IReadOnlyList<EffectiveRobustnessRow> Rows
) : Doubted;

/// <param name="Baseline">Whether it is one of the models of the fit.</param>
/// <param name="Clean">Clean accuracy over the same classes.</param>
/// <param name="Shifted">Accuracy here.</param>
/// <param name="Expected">What the line gives for its clean accuracy.</param>
/// <param name="Effective">Shifted less expected.</param>
/// <param name="CiLow">Lower end of the 95 % interval of the shifted accuracy, less expected.</param>
/// <param name="CiHigh">Upper end of it.</param>
public sealed record EffectiveRobustnessRow(
    Guid ModelId,
    string Name,
    Guid EvaluationId,
    bool Baseline,
    double Clean,
    double Shifted,
    double? Expected,
    double? Effective,
    double? CiLow,
    double? CiHigh
) : Doubted;
