using System.Numerics.Tensors;

namespace Bench.Metrics.Robustness;

/// <summary>Predictions over some of a model's classes: the subset's logits first, then argmax and softmax over the subset.</summary>
/// <param name="Predictions">Predictions over the subset; class j is the j-th class of the subset, probabilities sum to 1 over it.</param>
/// <param name="DecidedByTail">Images none of whose stored best classes is in the subset: half-precision logits had to decide their argmax.</param>
/// <remarks>The classes of the stored head keep their exact logits and their order and stand before all others; the rest follow by half-precision logit, lowest class on ties.
/// log Σ exp is summed in double over the subset.</remarks>
public sealed record SubsetPredictions(Predictions Predictions, int DecidedByTail)
{
    /// <summary>Why a subset cannot be taken of these predictions, in words for a person; null when it can.</summary>
    public static string? WhyMissing(PredictionContent content) =>
        content == PredictionContent.Full ? null : "the logits of the subset's classes are needed, so all logits must be stored";

    /// <param name="predictions">Predictions with all logits, [N, C].</param>
    /// <param name="classes">The subset, ascending, without repeats; each below C.</param>
    /// <exception cref="ArgumentException">Logits are missing, or the subset is empty, out of order or out of range.</exception>
    public static SubsetPredictions Take(Predictions predictions, ReadOnlySpan<ushort> classes)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (WhyMissing(predictions.Content) is { } reason) throw new ArgumentException(reason, nameof(predictions));
        var place = ClassPlaces.Of(classes, predictions.Classes);
        var (n, k) = (predictions.Count, Math.Min(predictions.HeadSize, classes.Length));
        var (topClass, topLogit, sums, logits) = (new ushort[n * k], new float[n * k], new float[n], new Half[n * classes.Length]);
        var row = new float[classes.Length];
        var inHead = new bool[classes.Length];
        var decidedByTail = 0;
        for (var image = 0; image < n; image++)
        {
            var all = predictions.Logits.Span.Slice(image * predictions.Classes, predictions.Classes);
            var kept = logits.AsSpan(image * classes.Length, classes.Length);
            for (var j = 0; j < classes.Length; j++) kept[j] = all[classes[j]];
            TensorPrimitives.ConvertToSingle(kept, row);
            Array.Clear(inHead);

            var (heads, headLogits) = (topClass.AsMemory(image * k, k), topLogit.AsMemory(image * k, k));
            var filled = 0;
            for (var j = 0; j < predictions.HeadSize; j++)
            {
                var subset = place[predictions.TopClass.Span[image * predictions.HeadSize + j]];
                if (subset < 0) continue;
                row[subset] = predictions.TopLogit.Span[image * predictions.HeadSize + j];
                inHead[subset] = true;
                if (filled < k) (heads.Span[filled], headLogits.Span[filled++]) = ((ushort)subset, row[subset]);
            }
            if (filled == 0) decidedByTail++;
            sums[image] = LogSumExp(row);
            FillFromTail(row, inHead, heads.Span, headLogits.Span, filled);
        }
        return new(new()
        {
            Count = n,
            Classes = classes.Length,
            HeadSize = k,
            TopClass = topClass,
            TopLogit = topLogit,
            LogSumExp = sums,
            Logits = logits,
        }, decidedByTail);
    }

    // A few places of the head are open, so a few passes over the row beat a sort.
    static void FillFromTail(ReadOnlySpan<float> row, Span<bool> taken, Span<ushort> classes, Span<float> logits, int filled)
    {
        for (; filled < classes.Length; filled++)
        {
            var best = -1;
            for (var j = 0; j < row.Length; j++)
                if (!taken[j] && (best < 0 || row[j] > row[best])) best = j;
            taken[best] = true;
            (classes[filled], logits[filled]) = ((ushort)best, row[best]);
        }
    }

    static float LogSumExp(ReadOnlySpan<float> row)
    {
        double max = TensorPrimitives.Max(row), sum = 0;
        if (double.IsNegativeInfinity(max)) return float.NegativeInfinity;
        foreach (var logit in row) sum += Math.Exp(logit - max);
        return (float)(max + Math.Log(sum));
    }
}
