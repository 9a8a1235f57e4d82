using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Predicted;

/// <summary>Refuses predictions that no metric may read: wrong shapes, unranked heads, NaN and infinity.</summary>
public static class PredictionCheck
{
    /// <summary>How far a best probability may exceed 1 before the log-sum-exp is called wrong: float32 rounding of a
    /// sum of thousands.</summary>
    const float LogProbabilitySlack = 1e-3f;

    /// <remarks>A stored half of −∞ (a logit below −65,504) is a probability of 0, and so is −∞ behind the best class
    /// of a head; every other NaN or infinity is refused.</remarks>
    /// <exception cref="ArgumentException">What is wrong, with the index of the first image it is wrong
    /// for.</exception>
    public static void Throw(Predictions predictions, ParallelOptions parallel)
    {
        Shapes(predictions);
        for (var i = 0; i < predictions.Count; i++)
            Head(predictions, i);
        if (predictions.Logits.IsEmpty)
            return;
        RowBlocks.Run(
            predictions.Count,
            parallel,
            (first, end) =>
            {
                for (var i = first; i < end; i++)
                    if (HasNanOrPositiveInfinity(predictions.Logits.Span.Slice(i * predictions.Classes, predictions.Classes)))
                        throw Refuse(i, "has a logit that is NaN or infinite");
            }
        );
    }

    static void Shapes(Predictions p)
    {
        if (p.Count < 0 || p.Classes is < 1 or > 65_536 || p.HeadSize < 1 || p.HeadSize > p.Classes)
            throw new ArgumentException(
                $"predictions of {p.Count} images, {p.Classes} classes and a head of {p.HeadSize} are not possible"
            );
        Length("TopClass", p.TopClass.Length, (long)p.Count * p.HeadSize, optional: false);
        Length("TopLogit", p.TopLogit.Length, (long)p.Count * p.HeadSize, optional: true);
        Length("LogSumExp", p.LogSumExp.Length, p.Count, optional: true);
        Length("Logits", p.Logits.Length, (long)p.Count * p.Classes, optional: true);
        if (p.TopLogit.IsEmpty != p.LogSumExp.IsEmpty || (p.TopLogit.IsEmpty && !p.Logits.IsEmpty))
            throw new ArgumentException("predictions with confidence need TopLogit and LogSumExp together");
    }

    static void Length(string part, int length, long expected, bool optional)
    {
        if (length != expected && !(optional && length == 0))
            throw new ArgumentException($"{part} has {length} values instead of {expected}");
    }

    static void Head(Predictions p, int image)
    {
        var classes = p.TopClass.Span.Slice(image * p.HeadSize, p.HeadSize);
        for (var j = 0; j < classes.Length; j++)
        {
            if (classes[j] >= p.Classes)
                throw Refuse(image, $"names class {classes[j]} of {p.Classes}");
            if (classes[..j].Contains(classes[j]))
                throw Refuse(image, $"ranks class {classes[j]} twice");
        }
        if (p.TopLogit.IsEmpty)
            return;
        var logits = p.TopLogit.Span.Slice(image * p.HeadSize, p.HeadSize);
        var sum = p.LogSumExp.Span[image];
        if (!float.IsFinite(sum))
            throw Refuse(image, "has a log-sum-exp that is NaN or infinite");
        if (!float.IsFinite(logits[0]))
            throw Refuse(image, "has a best logit that is NaN or infinite");
        if (logits[0] - sum > LogProbabilitySlack * Math.Max(1, Math.Abs(sum)))
            throw Refuse(image, $"has a best logit {logits[0]} above its log-sum-exp {sum}");
        for (var j = 1; j < logits.Length; j++)
        {
            if (float.IsNaN(logits[j]))
                throw Refuse(image, "has a logit that is NaN");
            if (logits[j] > logits[j - 1] || (logits[j] == logits[j - 1] && classes[j] < classes[j - 1]))
                throw Refuse(image, "has a head that is not in order (best first, equal logits in ascending class order)");
        }
    }

    static bool HasNanOrPositiveInfinity(ReadOnlySpan<Half> row)
    {
        const ushort infinity = 0x7C00,
            negativeInfinity = 0xFC00;
        var bits = MemoryMarshal.Cast<Half, ushort>(row);
        var (exponent, lowest) = (new Vector<ushort>(infinity), new Vector<ushort>(negativeInfinity));
        var (bad, i) = (Vector<ushort>.Zero, 0);
        for (; i + Vector<ushort>.Count <= bits.Length; i += Vector<ushort>.Count)
        {
            var lanes = new Vector<ushort>(bits[i..]);
            bad |= Vector.AndNot(Vector.Equals(lanes & exponent, exponent), Vector.Equals(lanes, lowest));
        }
        if (bad != Vector<ushort>.Zero)
            return true;
        foreach (var half in bits[i..])
            if ((half & infinity) == infinity && half != negativeInfinity)
                return true;
        return false;
    }

    static ArgumentException Refuse(int image, string what) => new($"image {image} {what}");
}
