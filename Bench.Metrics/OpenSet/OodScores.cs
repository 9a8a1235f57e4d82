using Bench.Metrics.Predicted;

namespace Bench.Metrics.OpenSet;

/// <summary>Out-of-distribution scores of stored predictions.</summary>
public static class OodScores
{
    /// <summary>Why the score cannot be had from these predictions, in words for a person; null when it can.</summary>
    /// <remarks>A model that ends in softmax has log-probabilities for logits: its energy is 0 on every image (to
    /// rounding) and tells nothing apart.</remarks>
    public static string? WhyMissing(PredictionContent content, OodScore score) =>
        content switch
        {
            PredictionContent.Ranks => "a list of ranked classes carries no score",
            PredictionContent.TopConfidence when score is not OodScore.MaxSoftmax =>
                "only the probability of the best class is known, not its logit",
            _ => null,
        };

    /// <param name="predictions">Predictions over N images.</param>
    /// <param name="score">Which score.</param>
    /// <param name="scores">[N] receives the scores, higher = stranger.</param>
    /// <exception cref="ArgumentException">The span is not N long, or the predictions do not carry the
    /// score.</exception>
    public static void Compute(Predictions predictions, OodScore score, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (scores.Length != predictions.Count)
            throw new ArgumentException($"{scores.Length} places for {predictions.Count} images", nameof(scores));
        if (WhyMissing(predictions.Content, score) is { } reason)
            throw new ArgumentException(reason, nameof(predictions));
        if (score == OodScore.MaxSoftmax)
        {
            var surprises = predictions.Surprises();
            for (var i = 0; i < scores.Length; i++)
                scores[i] = (float)surprises[i];
            return;
        }
        var logits = predictions.TopLogit.Span;
        var sums = predictions.LogSumExp.Span;
        for (var i = 0; i < scores.Length; i++)
        {
            var top = logits[i * predictions.HeadSize];
            scores[i] = score == OodScore.MaxLogit ? -top : -sums[i];
        }
    }
}
