using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Data.Outcomes;

namespace Bench.Data.Predictions;

/// <summary>Whether the numbers of a prediction file can be what a model said.</summary>
public static class PredictionArraysCheck
{
    /// <summary>Classes in range and distinct, best first (equal logits in ascending class order), everything finite,
    /// no probability over 1, the ranked classes' logits the same as among all logits.</summary>
    /// <exception cref="PredictionFileException">They cannot; the message names the first wrong row.</exception>
    public static void Verify(PredictionArrays arrays, int classes)
    {
        if (arrays.HeadSize > classes)
            throw new PredictionFileException(
                $"topk_class has {Counted.Of(arrays.HeadSize, "class", "classes")} a row; there are {classes}"
            );
        if (arrays.Classes is { } width && width != classes)
            throw new PredictionFileException($"logits has {width} classes; there are {classes}");
        for (var row = 0; row < arrays.Rows; row++)
            if (Problem(arrays, row, classes) is { } problem)
                throw new PredictionFileException($"row {row:N0}: {problem}");
        if (IndexOfNotFinite(arrays.Logits) is >= 0 and var index)
            throw new PredictionFileException($"row {index / classes:N0}: logits has a value that is not a number, or infinite");
    }

    /// <summary>Index of the first NaN or infinity, or −1.</summary>
    public static int IndexOfNotFinite(ReadOnlySpan<Half> values)
    {
        // All exponent bits set: NaN or infinity.
        const ushort exponent = 0x7C00;
        var bits = MemoryMarshal.Cast<Half, ushort>(values);
        var (mask, i) = (new Vector<ushort>(exponent), 0);
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            if (Vector.EqualsAny(new Vector<ushort>(bits[i..]) & mask, mask))
                break;
        for (; i < bits.Length; i++)
            if ((bits[i] & exponent) == exponent)
                return i;
        return -1;
    }

    static string? Problem(PredictionArrays arrays, int row, int classes)
    {
        var head = arrays.TopClass.AsSpan(row * arrays.HeadSize, arrays.HeadSize);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] >= classes)
                return $"class {head[i]} is not one of {classes}";
            if (head[..i].Contains(head[i]))
                return $"class {head[i]} appears twice";
        }
        if (arrays.TopLogit.Length == 0)
            return null;
        var logits = arrays.TopLogit.AsSpan(row * arrays.HeadSize, arrays.HeadSize);
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i]))
                return "topk_logit has a value that is not a number, or infinite";
            if (i > 0 && (logits[i] > logits[i - 1] || (logits[i] == logits[i - 1] && head[i] < head[i - 1])))
                return "topk_logit is not in descending order (equal ones in ascending order of class)";
            if (arrays.Logits.Length > 0 && arrays.Logits[row * classes + head[i]] is var tail && Contradicts(tail, logits[i]))
                return $"logits has {tail} for class {head[i]}, topk_logit {logits[i]}";
        }
        var sum = arrays.LogSumExp[row];
        if (!float.IsFinite(sum))
            return "logsumexp is not a number, or infinite";
        // The sum is at least its largest term; what is allowed beyond is rounding.
        return sum < logits[0] - 1e-3f - MathF.Abs(logits[0]) * 1e-5f
            ? "logsumexp is less than the best logit: its probability would be over 1"
            : null;
    }

    /// <summary>Whether a logit of the tail is not what the head says, to half precision. One that is not finite is
    /// found by itself.</summary>
    static bool Contradicts(Half tail, float head)
    {
        var limit = (float)Half.MaxValue;
        var exact = Math.Clamp(head, -limit, limit);
        // A rounding to half is within 2⁻¹¹ of the number, and within 2⁻²⁵ near zero; twice that, for who rounds
        // towards zero.
        return Half.IsFinite(tail) && MathF.Abs((float)tail - exact) > MathF.Max(MathF.Abs(exact) / 1024, 1f / (1 << 24));
    }
}
