using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.MultiLabel;

/// <summary>How an image's k best classes agree with its label set, k being the size of the set.</summary>
/// <remarks>Precision, recall and F1 at that k are one number, |best ∩ L| / k, because both sets have k
/// members.</remarks>
public static class LabelSetOverlap
{
    /// <summary>Number of the image's classes among its k best.</summary>
    /// <exception cref="ArgumentException">The predictions rank fewer classes than the image has labels.</exception>
    public static int Hits(Predictions predictions, GroundTruth labels, int image)
    {
        var set = labels.Of(image);
        if (set.Length > predictions.HeadSize)
            throw new ArgumentException($"image {image} has {set.Length} labels but only {predictions.HeadSize} ranked classes");
        var hits = 0;
        foreach (var predicted in predictions.TopClass.Span.Slice(image * predictions.HeadSize, set.Length))
            if (set.Contains(predicted))
                hits++;
        return hits;
    }

    /// <summary>|best ∩ L| / k.</summary>
    /// <inheritdoc cref="Hits"/>
    public static double Recall(Predictions predictions, GroundTruth labels, int image) =>
        (double)Hits(predictions, labels, image) / labels.Of(image).Length;

    /// <summary>|best ∩ L| / |best ∪ L|.</summary>
    /// <inheritdoc cref="Hits"/>
    public static double Jaccard(Predictions predictions, GroundTruth labels, int image)
    {
        var hits = Hits(predictions, labels, image);
        return (double)hits / (2 * labels.Of(image).Length - hits);
    }
}
