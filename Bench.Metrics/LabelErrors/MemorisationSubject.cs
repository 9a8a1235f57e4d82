namespace Bench.Metrics.LabelErrors;

/// <summary>One model as the memorisation check sees it.</summary>
/// <param name="CorrectedAccuracy">Accuracy on corrected labels, in [0, 1].</param>
/// <param name="OriginalHits">Images judged mislabelled on which the model predicts the ORIGINAL, wrong label.</param>
/// <param name="Mislabelled">Images judged mislabelled that the model answered.</param>
public readonly record struct MemorisationSubject(double CorrectedAccuracy, int OriginalHits, int Mislabelled)
{
    /// <summary>Share of wrong labels the model repeats, in [0, 1]; NaN without such images.</summary>
    public double Rate => (double)OriginalHits / Mislabelled;
}
