using Bench.Metrics.Comparison;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Robustness;

/// <summary>Accuracy on the clean images of some classes, answered among these classes only: what a dataset of a subset
/// of the classes is compared with.</summary>
public static class PairedCleanAccuracy
{
    /// <param name="clean">Stored predictions on the clean dataset.</param>
    /// <param name="labels">A label set of the clean dataset over the model's classes.</param>
    /// <param name="classes">The shifted dataset's classes, each once.</param>
    /// <returns>Per clean image, in the order of <paramref name="clean"/>; images without a label in the subset are not
    /// used.</returns>
    /// <remarks>Logits of the subset first, then argmax: see <see cref="ClassMap.Restrict"/>.</remarks>
    /// <exception cref="ArgumentException">Predictions and labels are over different images, or the subset does not fit
    /// the predictions.</exception>
    public static ImageOutcomes Of(Predictions clean, GroundTruth labels, ReadOnlySpan<ushort> classes)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != clean.Count)
            throw new ArgumentException($"labels of {labels.Count} images for predictions of {clean.Count}", nameof(labels));
        return ImageOutcomes.Of(clean.Restrict(classes), labels.Restrict(classes));
    }
}
