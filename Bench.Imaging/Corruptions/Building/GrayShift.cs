using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>One number a pixel, added to its three channels.</summary>
static class GrayShift
{
    /// <summary>Pixels at a time.</summary>
    const int Step = 16;

    /// <summary>Whole part of each level plus its pixel's number, clipped to 0 … 255.</summary>
    /// <param name="rgb">Rows of RGB pixels; replaced.</param>
    /// <param name="gray">A number for each pixel.</param>
    /// <remarks>A level is whole, so that the number's floor may be added to it: where that is one less than the sum's
    /// whole part, the sum is negative and clipped. Bytes are added and taken away with saturation.</remarks>
    public static void Add(Span<byte> rgb, ReadOnlySpan<float> gray)
    {
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
            for (ref var pixels = ref MemoryMarshal.GetReference(rgb); i <= gray.Length - Step; i += Step)
            {
                var (low, high) = (Floors(gray[i..]), Floors(gray[(i + Step / 2)..]));
                var (up, down) = (Positive(low, high), Positive(-low, -high));
                Shift(ref pixels, 3 * i, up, down, Vector128.Create((byte)0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5));
                Shift(ref pixels, 3 * i + 16, up, down, Vector128.Create((byte)5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10));
                Shift(
                    ref pixels,
                    3 * i + 32,
                    up,
                    down,
                    Vector128.Create((byte)10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15)
                );
            }
        for (; i < gray.Length; i++)
            foreach (ref var level in rgb.Slice(3 * i, 3))
                level = (byte)Math.Clamp(level + MathF.Floor(gray[i]), 0, 255);
    }

    /// <summary>Eight floors, held within ±255.</summary>
    static Vector128<short> Floors(ReadOnlySpan<float> numbers)
    {
        return Vector128.Narrow(Four(numbers), Four(numbers[4..]));

        static Vector128<int> Four(ReadOnlySpan<float> four) =>
            Vector128.ConvertToInt32(
                Vector128.Clamp(Vector128.Floor(Vector128.Create(four)), Vector128.Create(-255f), Vector128.Create(255f))
            );
    }

    static Vector128<byte> Positive(Vector128<short> low, Vector128<short> high) =>
        Vector128.Narrow(Vector128.Max(low, Vector128<short>.Zero).AsUInt16(), Vector128.Max(high, Vector128<short>.Zero).AsUInt16());

    static void Shift(ref byte pixels, int at, Vector128<byte> up, Vector128<byte> down, Vector128<byte> places)
    {
        var levels = Vector128.LoadUnsafe(ref pixels, (nuint)at);
        var added = Vector128.AddSaturate(levels, Vector128.Shuffle(up, places));
        Vector128.SubtractSaturate(added, Vector128.Shuffle(down, places)).StoreUnsafe(ref pixels, (nuint)at);
    }
}
