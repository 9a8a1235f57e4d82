namespace Bench.Service.Evaluations.Stop;

/// <summary>How the question of an evaluation was decided, and by what. Rates are fractions.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Sentence">It in words.</param>
/// <param name="Images">Images that were run for it.</param>
/// <param name="Of">Images of the dataset.</param>
/// <param name="N">Images that count: those that the labels and the other model use.</param>
/// <param name="Right">Of these, images that the model gets right.</param>
/// <param name="OnlyThis">Images that only this model gets right; null where no other is compared.</param>
/// <param name="OnlyAgainst">Images that only the other gets right.</param>
/// <param name="Value">The difference of the accuracies, or the accuracy, over these images.</param>
/// <param name="CiLow">Lower end of the confidence sequence at 1 − α, which holds however often it is looked
/// at.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="EValue">The e-value of the decision, or of the claim that is nearest; null where it is beyond a double,
/// or certain.</param>
/// <param name="EnoughEValue">The e-value that decides, 2 / α.</param>
/// <param name="Certain">Whether the images that were not run could not change it.</param>
public sealed record StopDecision(
    StopOutcome Outcome,
    string Sentence,
    int Images,
    int Of,
    int N,
    int Right,
    int? OnlyThis,
    int? OnlyAgainst,
    double? Value,
    double CiLow,
    double CiHigh,
    double? EValue,
    double EnoughEValue,
    bool Certain
);
