using Bench.Metrics.Comparison;

namespace Bench.Metrics.Robustness;

/// <summary>Accuracy on the clean images of a subset's classes, answered among these classes only: what a shifted subset is compared with.</summary>
/// <param name="Outcomes">Per clean image; images without a label in the subset are not used.</param>
/// <param name="DecidedByTail">See <see cref="SubsetPredictions"/>; over all images, used or not.</param>
public sealed record PairedCleanAccuracy(ImageOutcomes Outcomes, int DecidedByTail)
{
    /// <param name="clean">Stored predictions on the clean dataset, with all logits.</param>
    /// <param name="labels">A label view of the clean dataset over the model's classes.</param>
    /// <param name="classes">The shifted dataset's classes, ascending.</param>
    /// <exception cref="ArgumentException">Logits are missing, predictions and labels are over different images, or the subset is invalid.</exception>
    public static PairedCleanAccuracy Of(Predictions clean, Labels labels, ReadOnlySpan<ushort> classes)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != clean.Count) throw new ArgumentException($"labels of {labels.Count} images for predictions of {clean.Count}", nameof(labels));
        var subset = SubsetPredictions.Take(clean, classes);
        var subsetLabels = SubsetLabels.Take(labels, classes, clean.Classes);
        var (correct, used) = (new BitSet(clean.Count), new BitSet(clean.Count));
        for (var image = 0; image < clean.Count; image++)
        {
            if (!subsetLabels.IsUsed(image)) continue;
            var best = subset.Predictions.TopClass.Span[image * subset.Predictions.HeadSize];
            used[image] = true;
            correct[image] = subsetLabels.Of(image).Contains(best) || subsetLabels.UnclearOf(image).Contains(best);
        }
        return new(new(correct, used), subset.DecidedByTail);
    }
}
