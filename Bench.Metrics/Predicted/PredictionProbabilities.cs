using System.Numerics.Tensors;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Predicted;

/// <summary>Probabilities from stored predictions: exact float32 where the head has the class, half-precision logits
/// elsewhere.</summary>
public static class PredictionProbabilities
{
    /// <summary>The value that a logit of −∞ is read as: a probability of 0 that can still be multiplied.</summary>
    const float LowestLogit = -1e30f;

    /// <summary>Probability of the class at a rank of an image's head; at most 1.</summary>
    public static float ProbabilityAt(this Predictions predictions, int image, int rank)
    {
        var logit = predictions.TopLogit.Span[image * predictions.HeadSize + rank];
        return Math.Min(1f, (float)Math.Exp((double)logit - predictions.LogSumExp.Span[image]));
    }

    /// <summary>Probability of one class of an image; at most 1.</summary>
    /// <exception cref="InvalidOperationException">The class is outside the head and the tail was not kept.</exception>
    public static float ProbabilityOf(this Predictions predictions, int image, int @class) =>
        Math.Min(1f, (float)Math.Exp((double)predictions.LogitOf(image, @class) - predictions.LogSumExp.Span[image]));

    /// <summary>Logit of one class of an image, from the head where it has the class.</summary>
    /// <exception cref="InvalidOperationException">The class is outside the head and the tail was not kept.</exception>
    public static float LogitOf(this Predictions predictions, int image, int @class)
    {
        var rank = predictions.RankInHead(image, @class);
        if (rank >= 0)
            return predictions.TopLogit.Span[image * predictions.HeadSize + rank];
        if (predictions.Logits.IsEmpty)
            throw new InvalidOperationException($"class {@class} of image {image} is outside the stored head");
        var tail = (float)predictions.Logits.Span[image * predictions.Classes + @class] * predictions.TailScale;
        return Math.Min(tail, float.BitDecrement(predictions.TopLogit.Span[(image + 1) * predictions.HeadSize - 1]));
    }

    /// <summary>Place of a class among the best of an image, 0 the best; −1 when it is not among them.</summary>
    public static int RankInHead(this Predictions predictions, int image, int @class) =>
        predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize).IndexOf((ushort)@class);

    /// <summary>Logits of all classes of an image. A tail logit that rounding lifted to the least of the head or above
    /// is put just below it.</summary>
    /// <param name="predictions">Predictions with every logit.</param>
    /// <param name="image">Which image.</param>
    /// <param name="logits">[C] destination.</param>
    public static void AllLogits(this Predictions predictions, int image, Span<float> logits)
    {
        var (head, k) = (image * predictions.HeadSize, predictions.HeadSize);
        var classes = predictions.TopClass.Span.Slice(head, k);
        var values = predictions.TopLogit.Span.Slice(head, k);
        HalfLogits.ToSingle(
            predictions.Logits.Span.Slice(image * predictions.Classes, predictions.Classes),
            logits,
            predictions.TailScale,
            float.BitDecrement(values[^1]),
            0
        );
        TensorPrimitives.Max(logits, LowestLogit, logits);
        for (var j = 0; j < k; j++)
            logits[classes[j]] = Math.Max(values[j], LowestLogit);
    }

    /// <summary>Whether the logits of all classes are known: in the tail, or because the head has every
    /// class.</summary>
    internal static bool HasEveryLogit(this Predictions predictions) =>
        !predictions.Logits.IsEmpty || (predictions.HeadSize == predictions.Classes && !predictions.TopLogit.IsEmpty);

    /// <summary>Logits of all classes of an image, from the tail or from a head that has every class.</summary>
    /// <param name="predictions">Predictions that have every logit.</param>
    /// <param name="image">Which image.</param>
    /// <param name="logits">[C] destination.</param>
    internal static void EveryLogit(this Predictions predictions, int image, Span<float> logits)
    {
        if (!predictions.Logits.IsEmpty)
        {
            predictions.AllLogits(image, logits);
            return;
        }
        for (var place = image * predictions.HeadSize; place < (image + 1) * predictions.HeadSize; place++)
            logits[predictions.TopClass.Span[place]] = Math.Max(predictions.TopLogit.Span[place], LowestLogit);
    }
}
