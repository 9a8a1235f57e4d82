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

    /// <summary>Share of used images with an acceptable class among the <paramref name="k"/> best; NaN when the label
    /// set uses none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The predictions rank fewer than k classes.</exception>
    public static double Compute(Predictions predictions, GroundTruth labels, int k = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, predictions.HeadSize);
        var (hits, n) = (0, 0);
        for (var i = 0; i < labels.Count; i++)
        {
            if (!labels.IsUsed(i))
                continue;
            n++;
            if (IsHit(predictions, labels, i, k))
                hits++;
        }
        return (double)hits / n;
    }
}
