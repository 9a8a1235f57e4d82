using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Hierarchy;

/// <summary>How severe a model's mistakes are: the distance in a hierarchy between what it says and what is right
/// (<c>hierarchical-distance</c>).</summary>
/// <param name="LcaHeightOverMistakes">Mean LCA height over the images the model gets wrong; NaN without
/// mistakes.</param>
/// <param name="LcaHeightOverAll">The same over all used images, right ones counting 0; NaN for N = 0.</param>
/// <param name="PathLengthOverMistakes">Mean path length over the mistakes; NaN without mistakes.</param>
/// <param name="PathLengthOverAll">Mean path length over all used images; NaN for N = 0.</param>
/// <param name="Mistakes">Images wrong.</param>
/// <param name="N">Images used.</param>
/// <remarks>Both distances are defined at <see cref="ClassHierarchy"/>. An image with several acceptable classes counts
/// the nearest. The is-a file is the operator's to give; without it the metric is absent:
/// <see cref="WithoutFile"/>.</remarks>
public readonly record struct HierarchicalDistance(
    double LcaHeightOverMistakes,
    double LcaHeightOverAll,
    double PathLengthOverMistakes,
    double PathLengthOverAll,
    int Mistakes,
    int N
)
{
    /// <summary>Why the metric is absent where the operator gave no hierarchy.</summary>
    public const string WithoutFile =
        "no is-a hierarchy of the classes was given; the operator can register a file with one 'parent child' pair of WordNet ids a line";

    /// <summary>Why what is measured by published distances is absent where the operator gave none.</summary>
    public const string WithoutDistances =
        "no published distances of the classes were given; the operator can register a file with one 'class class height' a line";

    /// <param name="predictions">Ranked classes are enough.</param>
    /// <param name="labels">A label set of the same images.</param>
    /// <param name="hierarchy">A hierarchy over the same classes.</param>
    /// <exception cref="ArgumentException">The three do not fit each other.</exception>
    public static HierarchicalDistance Compute(Predictions predictions, GroundTruth labels, ClassHierarchy hierarchy)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(hierarchy);
        if (labels.Count != predictions.Count)
            throw new ArgumentException($"labels of {labels.Count} images for predictions of {predictions.Count}", nameof(labels));
        if (hierarchy.Classes != predictions.Classes)
            throw new ArgumentException(
                $"a hierarchy of {hierarchy.Classes} classes for predictions over {predictions.Classes}",
                nameof(hierarchy)
            );

        long heights = 0,
            paths = 0;
        int mistakes = 0,
            n = 0;
        for (var image = 0; image < predictions.Count; image++)
        {
            if (!labels.IsUsed(image))
                continue;
            n++;
            var predicted = predictions.TopClass.Span[image * predictions.HeadSize];
            var acceptable = labels.Of(image);
            if (labels.Accepts(image, predicted))
                continue;
            mistakes++;
            var path = int.MaxValue;
            foreach (var label in acceptable)
                path = Math.Min(path, hierarchy.PathLength(predicted, label));
            heights += hierarchy.Severity(predicted, acceptable);
            paths += path;
        }
        return new((double)heights / mistakes, (double)heights / n, (double)paths / mistakes, (double)paths / n, mistakes, n);
    }
}
