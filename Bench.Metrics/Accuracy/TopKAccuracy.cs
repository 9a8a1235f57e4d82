using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Accuracy;

/// <summary>Whether an acceptable class is among the k best.</summary>
public static class TopKAccuracy
{
    /// <remarks>Any hit counts for an image with several acceptable classes; unclear classes are acceptable.</remarks>
    public static bool IsHit(Predictions predictions, GroundTruth labels, int image, int k)
    {
        foreach (var predicted in predictions.TopClass.Span.Slice(image * predictions.HeadSize, k))
            if (labels.Accepts(image, predicted))
                return true;
        return false;
    }

    /// <summary>Used images with an acceptable class among the <paramref name="k"/> best.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The predictions rank fewer than k classes.</exception>
    public static ImageOutcomes Hits(Predictions predictions, GroundTruth labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, predictions.HeadSize);
        var (hits, used) = (new BitSet(labels.Count), new BitSet(labels.Count));
        for (var i = 0; i < labels.Count; i++)
            if (labels.IsUsed(i))
                (hits[i], used[i]) = (IsHit(predictions, labels, i, k), true);
        return new(hits, used);
    }
}
