using Bench.Metrics.Comparison;

namespace Bench.Metrics.Robustness;

/// <summary>Accuracy on the clean images of some classes, answered among these classes only: what a dataset of a subset of the classes is compared
/// with.</summary>
public static class PairedCleanAccuracy
{
    /// <param name="clean">Stored predictions on the clean dataset.</param>
    /// <param name="labels">A label view of the clean dataset over the model's classes.</param>
    /// <param name="classes">The shifted dataset's classes, each once.</param>
    /// <returns>Per clean image, in the order of <paramref name="clean"/>; images without a label in the subset are not used.</returns>
    /// <remarks>Logits of the subset first, then argmax: see <see cref="ClassMap.Restrict"/>.</remarks>
    /// <exception cref="ArgumentException">Predictions and labels are over different images, or the subset does not fit the predictions.</exception>
    public static ImageOutcomes Of(Predictions clean, Labels labels, ReadOnlySpan<ushort> classes)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != clean.Count) throw new ArgumentException($"labels of {labels.Count} images for predictions of {clean.Count}", nameof(labels));
        var among = clean.Restrict(classes);
        var view = labels.Restrict(classes);
        var (correct, used) = (new BitSet(clean.Count), new BitSet(clean.Count));
        for (var image = 0; image < clean.Count; image++)
        {
            used[image] = view.IsUsed(image);
            correct[image] = used[image] && view.Accepts(image, among.TopClass.Span[image * among.HeadSize]);
        }
        return new(correct, used);
    }
}
