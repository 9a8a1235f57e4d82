using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.LabelErrors;

/// <summary>Which labels does a model dispute, when all that is known of it is a ranking? Those that are not its best
/// class.</summary>
/// <remarks>No probability, so no threshold and no confidence: every mistake is a candidate, and only a consensus of
/// many models makes it worth a look. In place of the margin there is the label's place in the ranking: −r / K with the
/// label at place r (0 the best) of the K ranked classes, −1 when it is not among them.
/// <see cref="LabelCandidate.SelfConfidence"/> is NaN.</remarks>
public static class RankDisagreement
{
    /// <param name="predictions">Any predictions.</param>
    /// <param name="labels">One label an image; excluded images are left out.</param>
    /// <returns>Candidates by <see cref="LabelCandidate.ByNormalisedMargin"/>.</returns>
    /// <exception cref="ArgumentException">Labels are sets, or the two are over different images.</exception>
    public static IReadOnlyList<LabelCandidate> Find(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(labels);
        if (!labels.SingleLabel)
            throw new ArgumentException("a disputed label is one label of an image, not a set", nameof(labels));
        if (labels.Count != predictions.Count)
            throw new ArgumentException($"labels of {labels.Count} images for predictions of {predictions.Count}", nameof(labels));
        var candidates = new List<LabelCandidate>();
        for (var image = 0; image < predictions.Count; image++)
        {
            if (!labels.IsUsed(image))
                continue;
            int given = labels.Of(image)[0],
                best = predictions.TopClass.Span[image * predictions.HeadSize];
            if (best == given)
                continue;
            var place = predictions.RankInHead(image, given);
            candidates.Add(new(image, given, best, double.NaN, place < 0 ? -1 : -(double)place / predictions.HeadSize));
        }
        candidates.Sort(LabelCandidate.ByNormalisedMargin);
        return candidates;
    }
}
