using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>One number a pixel becomes three, one a channel.</summary>
static class Triple
{
    /// <param name="gray">A number a pixel.</param>
    /// <param name="rgb">Three times as many.</param>
    public static void Of(ReadOnlySpan<float> gray, Span<float> rgb)
    {
        if (rgb.Length != 3 * gray.Length)
            throw new ArgumentException($"{gray.Length} pixels have {3 * gray.Length} values, not {rgb.Length}.", nameof(rgb));
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(rgb);
            for (; i <= gray.Length - 8; i += 8)
            {
                var eight = Vector256.Create(gray[i..]);
                Vector256.Shuffle(eight, Vector256.Create(0, 0, 0, 1, 1, 1, 2, 2)).StoreUnsafe(ref to, (nuint)(3 * i));
                Vector256.Shuffle(eight, Vector256.Create(2, 3, 3, 3, 4, 4, 4, 5)).StoreUnsafe(ref to, (nuint)(3 * i + 8));
                Vector256.Shuffle(eight, Vector256.Create(5, 5, 6, 6, 6, 7, 7, 7)).StoreUnsafe(ref to, (nuint)(3 * i + 16));
            }
        }
        for (; i < gray.Length; i++)
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (gray[i], gray[i], gray[i]);
    }
}
