using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Scoring;

/// <summary>Stored half-precision logits as float32, sixteen at a time: exact, subnormal numbers and −∞ included.</summary>
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
        for (; i < halves.Length; i++) singles[i] = Math.Min((float)halves[i] * scale, ceiling) - shift;
    }

    static Vector256<float> Single(Vector256<uint> half)
    {
        var magnitude = half & Vector256.Create(0x7FFFu);
        var finite = Vector256.ShiftLeft(magnitude, 13).AsSingle() * Vector256.Create(Rebias);
        var single = Vector256.ConditionalSelect(Vector256.Equals(magnitude, Vector256.Create(0x7C00u)).AsSingle(), Vector256.Create(float.PositiveInfinity), finite);
        return (single.AsUInt32() | Vector256.ShiftLeft(half & Vector256.Create(0x8000u), 16)).AsSingle();
    }
}
