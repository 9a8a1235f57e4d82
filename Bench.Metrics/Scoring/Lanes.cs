using System.Runtime.Intrinsics;

namespace Bench.Metrics.Scoring;

/// <summary>Sums under several resamples at once: lane l of every vector belongs to the l-th of them, so that one walk over the images serves them all.</summary>
static class Lanes
{
    /// <summary>Resamples that go together.</summary>
    public const int Count = 8;

    /// <summary>Images that are summed in float32 before their sum is added up in double.</summary>
    public const int Block = 512;

    /// <summary>Adds Σ w·v of each resample to its lane.</summary>
    /// <param name="weights">[N]</param>
    /// <param name="values">[N]</param>
    /// <param name="sums">[<see cref="Count"/>]</param>
    public static void AddDot(ReadOnlySpan<Vector256<float>> weights, ReadOnlySpan<float> values, Span<double> sums)
    {
        var total = Vector512<double>.Zero;
        for (; !values.IsEmpty; weights = weights[Math.Min(Block, weights.Length)..], values = values[Math.Min(Block, values.Length)..])
            total += Widen(BlockDot(weights[..Math.Min(Block, values.Length)], values[..Math.Min(Block, values.Length)]));
        (Vector512.Create<double>(sums) + total).CopyTo(sums);
    }

    /// <summary>Four sums keep the adders busy.</summary>
    static Vector256<float> BlockDot(ReadOnlySpan<Vector256<float>> weights, ReadOnlySpan<float> values)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += weights[i] * values[i];
            b += weights[i + 1] * values[i + 1];
            c += weights[i + 2] * values[i + 2];
            d += weights[i + 3] * values[i + 3];
        }
        for (; i < values.Length; i++) a += weights[i] * values[i];
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
        for (var i = 0; i < weights.Length; i++) into[i] = weights[i].GetElement(lane);
    }
}
