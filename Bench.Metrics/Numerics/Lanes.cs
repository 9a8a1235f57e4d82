using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Numerics;

/// <summary>Sums under several resamples at once: lane l of every vector belongs to the l-th of them, so that one walk over the images
/// serves them all.</summary>
static class Lanes
{
    /// <summary>Resamples that go together.</summary>
    public const int Count = 8;

    /// <summary>Images that are summed in float32 before their sum is added up in double.</summary>
    public const int Block = 512;

    /// <summary>Σ w·v under each resample.</summary>
    /// <param name="weights">[N]</param>
    /// <param name="values">[N]</param>
    public static Vector512<double> Dot(ReadOnlySpan<Vector256<float>> weights, ReadOnlySpan<float> values)
    {
        var total = Vector512<double>.Zero;
        for (var start = 0; start < values.Length; start += Block)
        {
            var length = Math.Min(Block, values.Length - start);
            total += Widen(BlockDot(weights.Slice(start, length), values.Slice(start, length)));
        }
        return total;
    }

    /// <summary>Four sums keep the adders busy.</summary>
    static Vector256<float> BlockDot(ReadOnlySpan<Vector256<float>> weights, ReadOnlySpan<float> values)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var value = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a = Vector256.FusedMultiplyAdd(Unsafe.Add(ref weight, i), Vector256.Create(Unsafe.Add(ref value, i)), a);
            b = Vector256.FusedMultiplyAdd(Unsafe.Add(ref weight, i + 1), Vector256.Create(Unsafe.Add(ref value, i + 1)), b);
            c = Vector256.FusedMultiplyAdd(Unsafe.Add(ref weight, i + 2), Vector256.Create(Unsafe.Add(ref value, i + 2)), c);
            d = Vector256.FusedMultiplyAdd(Unsafe.Add(ref weight, i + 3), Vector256.Create(Unsafe.Add(ref value, i + 3)), d);
        }
        for (; i < values.Length; i++)
            a = Vector256.FusedMultiplyAdd(weights[i], Vector256.Create(values[i]), a);
        return (a + b) + (c + d);
    }

    public static Vector512<double> Widen(Vector256<float> lanes)
    {
        var (lower, upper) = Vector256.Widen(lanes);
        return Vector512.Create(lower, upper);
    }

    /// <summary>The weights of one resample alone, for a statistic that takes them one after another.</summary>
    public static void Extract(ReadOnlySpan<Vector256<float>> weights, int lane, Span<float> into)
    {
        for (var i = 0; i < weights.Length; i++)
            into[i] = weights[i].GetElement(lane);
    }

    /// <summary>Writes what such a statistic gave.</summary>
    public static void Put(ReadOnlySpan<double> numbers, int lane, Span<Vector512<double>> into)
    {
        for (var o = 0; o < numbers.Length; o++)
            into[o] = into[o].WithElement(lane, numbers[o]);
    }
}
