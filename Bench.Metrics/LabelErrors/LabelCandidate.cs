namespace Bench.Metrics.LabelErrors;

/// <summary>An image whose label a model confidently disputes.</summary>
/// <param name="Image">Index in the dataset.</param>
/// <param name="Given">The label it has.</param>
/// <param name="Suggested">The label the model is confident of.</param>
/// <param name="SelfConfidence">p(given), in [0, 1]; the lower, the more suspicious.</param>
/// <param name="NormalisedMargin">p(given) less the largest probability of another class, in [−1, 1]; the lower, the
/// more suspicious.</param>
public readonly record struct LabelCandidate(int Image, int Given, int Suggested, double SelfConfidence, double NormalisedMargin)
{
    /// <summary>Most suspicious first by margin, then by image.</summary>
    public static IComparer<LabelCandidate> ByNormalisedMargin { get; } =
        Comparer<LabelCandidate>.Create(static (a, b) => (a.NormalisedMargin, a.Image).CompareTo((b.NormalisedMargin, b.Image)));
}
