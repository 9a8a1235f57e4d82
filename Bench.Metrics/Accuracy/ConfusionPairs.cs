using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Accuracy;

/// <summary>Images of one class that were wrongly called another.</summary>
/// <param name="Class">Class that the images are filed under.</param>
/// <param name="Predicted">Class that they were given.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of the class's used images.</param>
public readonly record struct ClassConfusion(int Class, int Predicted, int Count, double Share);

/// <summary>The mistakes that a model makes most often.</summary>
public static class ConfusionPairs
{
    /// <param name="predictions">What the model said.</param>
    /// <param name="labels">Label set; an image is filed under its single label or its original class, and a mistake is
    /// a best class that is not acceptable.</param>
    /// <param name="limit">At most this many pairs.</param>
    /// <returns>Most frequent first; equal counts in ascending class order.</returns>
    /// <exception cref="ArgumentException">The label set has several labels an image and no original class.</exception>
    public static IReadOnlyList<ClassConfusion> Compute(Predictions predictions, GroundTruth labels, int limit = 100)
    {
        if (!labels.SingleLabel && labels.OriginalClass.IsEmpty)
            throw new ArgumentException("confusion pairs need one class to file each image under", nameof(labels));
        var counts = new int[predictions.Classes];
        var pairs = new Dictionary<(int Class, int Predicted), int>();
        for (var i = 0; i < labels.Count; i++)
        {
            if (!labels.IsUsed(i))
                continue;
            var (filed, best) = (labels.FiledUnder(i), predictions.TopClass.Span[i * predictions.HeadSize]);
            counts[filed]++;
            if (!labels.Accepts(i, best))
                pairs[(filed, best)] = pairs.GetValueOrDefault((filed, best)) + 1;
        }
        return
        [
            .. pairs
                .OrderByDescending(p => p.Value)
                .ThenBy(p => p.Key)
                .Take(limit)
                .Select(p => new ClassConfusion(p.Key.Class, p.Key.Predicted, p.Value, (double)p.Value / counts[p.Key.Class])),
        ];
    }
}
