using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Numerics;

/// <summary>Sums under several resamples at once: lane l of every vector belongs to the l-th of them, so that one walk
/// over the images serves them all.</summary>
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

    /// <summary>A statistic of one resample: its weights in, its numbers out.</summary>
    public delegate void Alone(ReadOnlySpan<float> weights, Span<double> numbers);

    /// <summary>Each resample by itself, for a statistic that takes the weights of one in order.</summary>
    /// <param name="weights">[N]</param>
    /// <param name="statistic">Fills as many numbers as <paramref name="values"/> has.</param>
    /// <param name="values">Receives the numbers of every resample.</param>
    public static void OneByOne(ReadOnlySpan<Vector256<float>> weights, Alone statistic, Span<Vector512<double>> values)
    {
        var (mine, numbers) = (new float[weights.Length], new double[values.Length]);
        for (var lane = 0; lane < Count; lane++)
        {
            for (var i = 0; i < mine.Length; i++)
                mine[i] = weights[i].GetElement(lane);
            statistic(mine, numbers);
            Put(numbers, lane, values);
        }
    }

    /// <summary>Writes the numbers of one resample.</summary>
    public static void Put(ReadOnlySpan<double> numbers, int lane, Span<Vector512<double>> into)
    {
        for (var o = 0; o < numbers.Length; o++)
            into[o] = into[o].WithElement(lane, numbers[o]);
    }
}
