using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Numerics;

/// <summary>Stored half-precision logits as float32, sixteen at a time: exact, subnormal numbers and −∞
/// included.</summary>
static class HalfLogits
{
    const int Lanes = 16;

    /// <summary>2¹¹²: the exponents of half and single precision are biased by 15 and by 127.</summary>
    const float Rebias = 5.192296858534828e33f;

    /// <param name="halves">Logits that are not NaN.</param>
    /// <param name="singles">At least as long.</param>
    public static void ToSingle(ReadOnlySpan<Half> halves, Span<float> singles) => ToSingle(halves, singles, 1, float.PositiveInfinity, 0);

    /// <summary>min(logit · scale, ceiling) − shift of each logit.</summary>
    public static void ToSingle(ReadOnlySpan<Half> halves, Span<float> singles, float scale, float ceiling, float shift)
    {
        singles = singles[..halves.Length];
        var bits = MemoryMarshal.Cast<Half, ushort>(halves);
        var (scales, ceilings, shifts) = (Vector256.Create(scale), Vector256.Create(ceiling), Vector256.Create(shift));
        var i = 0;
        for (; i + Lanes <= bits.Length; i += Lanes)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(bits.Slice(i, Lanes)));
            (Vector256.MinNative(Single(lower) * scales, ceilings) - shifts).CopyTo(singles[i..]);
            (Vector256.MinNative(Single(upper) * scales, ceilings) - shifts).CopyTo(singles[(i + Lanes / 2)..]);
        }
        for (; i < halves.Length; i++)
            singles[i] = Math.Min((float)halves[i] * scale, ceiling) - shift;
    }

    /// <summary>The probability of one class for each image: exp(min(logit · scale, ceiling) − shift), at most
    /// 1.</summary>
    public static void ToProbabilities(
        ReadOnlySpan<Half> halves,
        float scale,
        ReadOnlySpan<float> ceilings,
        ReadOnlySpan<float> shifts,
        Span<float> probabilities
    )
    {
        var bits = MemoryMarshal.Cast<Half, ushort>(halves);
        var scales = Vector256.Create(scale);
        var i = 0;
        for (; i + Lanes <= bits.Length; i += Lanes)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(bits.Slice(i, Lanes)));
            var logits = Vector512.Create(Single(lower) * scales, Single(upper) * scales);
            var powers = Vector512.MinNative(logits, Vector512.Create(ceilings[i..])) - Vector512.Create(shifts[i..]);
            Vector512.MinNative(Vector512.Exp(powers), Vector512<float>.One).CopyTo(probabilities[i..]);
        }
        for (; i < halves.Length; i++)
            probabilities[i] = Math.Min(1, MathF.Exp(Math.Min((float)halves[i] * scale, ceilings[i]) - shifts[i]));
    }

    static Vector256<float> Single(Vector256<uint> half)
    {
        var magnitude = half & Vector256.Create(0x7FFFu);
        var finite = Vector256.ShiftLeft(magnitude, 13).AsSingle() * Vector256.Create(Rebias);
        var single = Vector256.ConditionalSelect(
            Vector256.Equals(magnitude, Vector256.Create(0x7C00u)).AsSingle(),
            Vector256.Create(float.PositiveInfinity),
            finite
        );
        return (single.AsUInt32() | Vector256.ShiftLeft(half & Vector256.Create(0x8000u), 16)).AsSingle();
    }
}
