using System.Numerics;
using System.Numerics.Tensors;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Predicted;

/// <summary>The exact part of a prediction, taken from a float32 row of logits: best classes, their logits, and the
/// log-sum-exp. Allocates nothing.</summary>
public static class PredictionHead
{
    /// <summary>Probabilities below this count as this when turned into logits: the smallest normal float32, ln =
    /// −87.34.</summary>
    public const float ProbabilityFloor = 1.17549435e-38f;

    const int Block = 512;

    /// <summary>Best classes and log-sum-exp of one row.</summary>
    /// <param name="logits">[C] logits, or log-probabilities.</param>
    /// <param name="topClass">[K] destination, best first; equal logits are in ascending class order.</param>
    /// <param name="topLogit">[K] destination.</param>
    /// <param name="logSumExp">ln Σ exp over all C.</param>
    /// <returns>False when a logit is NaN or infinite; the destinations then hold nothing of use.</returns>
    /// <exception cref="ArgumentException">The destinations differ in length, are empty or longer than the row, or the
    /// row is wider than 65,536.</exception>
    public static bool TryExtract(ReadOnlySpan<float> logits, Span<ushort> topClass, Span<float> topLogit, out float logSumExp)
    {
        if (topClass.Length != topLogit.Length)
            throw new ArgumentException($"{topClass.Length} classes but {topLogit.Length} logits to fill", nameof(topLogit));
        if (topClass.IsEmpty || topClass.Length > logits.Length)
            throw new ArgumentException($"{topClass.Length} best of {logits.Length} classes", nameof(topClass));
        if (logits.Length > 65_536)
            throw new ArgumentException($"{logits.Length} classes do not fit 16 bits", nameof(logits));
        logSumExp = float.NaN;
        if (!TensorPrimitives.IsFiniteAll(logits))
            return false;
        SelectBest(logits, topClass, topLogit);
        logSumExp = LogSumExp(logits, topLogit[0]);
        return true;
    }

    /// <summary>ln Σ exp(logits), safe at any size: the maximum is taken out first and the sum is in double across
    /// blocks.</summary>
    /// <param name="logits">[C] finite logits.</param>
    /// <param name="maximum">Their maximum.</param>
    public static float LogSumExp(ReadOnlySpan<float> logits, float maximum) =>
        (float)(maximum + Math.Log(SoftmaxSums.Of(logits, maximum, 1).Sum));

    /// <summary>Logits of a model that ends in softmax: ln max(p, <see cref="ProbabilityFloor"/>). NaN stays
    /// NaN.</summary>
    /// <param name="probabilities">[C] class probabilities.</param>
    /// <param name="logits">[C] destination; may be the same memory.</param>
    public static void LogitsOfProbabilities(ReadOnlySpan<float> probabilities, Span<float> logits)
    {
        TensorPrimitives.Max(probabilities, ProbabilityFloor, logits);
        TensorPrimitives.Log(logits[..probabilities.Length], logits);
    }

    /// <summary>Halves of a row for the stored tail; what half precision cannot hold becomes ±65,504, never
    /// infinity.</summary>
    /// <param name="logits">[C] finite logits.</param>
    /// <param name="tail">[C] destination.</param>
    public static void StoreTail(ReadOnlySpan<float> logits, Span<Half> tail)
    {
        var limit = (float)Half.MaxValue;
        Span<float> scratch = stackalloc float[Block];
        for (var first = 0; first < logits.Length; first += Block)
        {
            var block = scratch[..Math.Min(Block, logits.Length - first)];
            TensorPrimitives.Clamp(logits.Slice(first, block.Length), -limit, limit, block);
            TensorPrimitives.ConvertToHalf(block, tail.Slice(first, block.Length));
        }
    }

    /// <summary>Classes are met in ascending order and only a strictly greater logit moves ahead, so ties keep the
    /// lower class first.</summary>
    static void SelectBest(ReadOnlySpan<float> logits, Span<ushort> topClass, Span<float> topLogit)
    {
        var k = topClass.Length;
        for (var c = 0; c < k; c++)
            Insert(topClass, topLogit, c, (ushort)c, logits[c]);
        var next = k;
        for (; next + Vector<float>.Count <= logits.Length; next += Vector<float>.Count)
        {
            var lanes = new Vector<float>(logits[next..]);
            if (!Vector.GreaterThanAny(lanes, new Vector<float>(topLogit[k - 1])))
                continue;
            for (var c = next; c < next + Vector<float>.Count; c++)
                if (logits[c] > topLogit[k - 1])
                    Insert(topClass, topLogit, k - 1, (ushort)c, logits[c]);
        }
        for (; next < logits.Length; next++)
            if (logits[next] > topLogit[k - 1])
                Insert(topClass, topLogit, k - 1, (ushort)next, logits[next]);
    }

    /// <summary>Moves lesser entries down from <paramref name="place"/> and puts the class where it belongs.</summary>
    static void Insert(Span<ushort> topClass, Span<float> topLogit, int place, ushort @class, float logit)
    {
        for (; place > 0 && topLogit[place - 1] < logit; place--)
            (topClass[place], topLogit[place]) = (topClass[place - 1], topLogit[place - 1]);
        (topClass[place], topLogit[place]) = (@class, logit);
    }
}
