using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.LabelErrors;

/// <summary>The labels that one model disputes, by the best method its predictions support.</summary>
public static class LabelDispute
{
    public static DisputeMethod MethodFor(PredictionContent content) =>
        content switch
        {
            PredictionContent.Full => DisputeMethod.ConfidentLearning,
            PredictionContent.Ranks => DisputeMethod.RankDisagreement,
            _ => DisputeMethod.ConfidentHead,
        };

    /// <inheritdoc cref="RankDisagreement.Find"/>
    public static IReadOnlyList<LabelCandidate> Find(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return MethodFor(predictions.Content) switch
        {
            DisputeMethod.ConfidentLearning => ConfidentLearning.Find(predictions, labels).Candidates,
            DisputeMethod.ConfidentHead => ConfidentLearning.FindInHead(predictions, labels).Candidates,
            _ => RankDisagreement.Find(predictions, labels),
        };
    }
}
