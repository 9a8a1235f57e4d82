using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>Weighted sums of neighbours over interleaved pictures; every blur is made of it.</summary>
static class Filtering
{
    /// <summary>target[i] = Σ_k weights[k] · source[i + offsets[k]].</summary>
    public static void Sum<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> offsets, ReadOnlySpan<T> weights, Span<T> target)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var step = Vector<T>.Count;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var i = Vector512.IsHardwareAccelerated ? Wide(ref from, offsets, weights, ref to, target.Length) : 0;
        for (; i <= target.Length - 4 * step; i += 4 * step)
        {
            var (a, b, c, d) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
            for (var k = 0; k < offsets.Length; k++)
            {
                var (at, weight) = ((nuint)(i + offsets[k]), new Vector<T>(weights[k]));
                a = Fused(Vector.LoadUnsafe(ref from, at), weight, a);
                b = Fused(Vector.LoadUnsafe(ref from, at + (nuint)step), weight, b);
                c = Fused(Vector.LoadUnsafe(ref from, at + (nuint)(2 * step)), weight, c);
                d = Fused(Vector.LoadUnsafe(ref from, at + (nuint)(3 * step)), weight, d);
            }
            a.StoreUnsafe(ref to, (nuint)i);
            b.StoreUnsafe(ref to, (nuint)(i + step));
            c.StoreUnsafe(ref to, (nuint)(i + 2 * step));
            d.StoreUnsafe(ref to, (nuint)(i + 3 * step));
        }
        for (; i < target.Length; i++)
        {
            var sum = T.Zero;
            for (var k = 0; k < offsets.Length; k++)
                sum += source[i + offsets[k]] * weights[k];
            target[i] = sum;
        }
    }

    /// <summary>The same by vectors of 512 bits, as far as four of them at a time go; answers how far.</summary>
    static int Wide<T>(ref T from, ReadOnlySpan<int> offsets, ReadOnlySpan<T> weights, ref T to, int length)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var (step, i) = (Vector512<T>.Count, 0);
        for (; i <= length - 4 * step; i += 4 * step)
        {
            var (a, b, c, d) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
            for (var k = 0; k < offsets.Length; k++)
            {
                var (at, weight) = ((nuint)(i + offsets[k]), Vector512.Create(weights[k]));
                a = Fused(Vector512.LoadUnsafe(ref from, at), weight, a);
                b = Fused(Vector512.LoadUnsafe(ref from, at + (nuint)step), weight, b);
                c = Fused(Vector512.LoadUnsafe(ref from, at + (nuint)(2 * step)), weight, c);
                d = Fused(Vector512.LoadUnsafe(ref from, at + (nuint)(3 * step)), weight, d);
            }
            a.StoreUnsafe(ref to, (nuint)i);
            b.StoreUnsafe(ref to, (nuint)(i + step));
            c.StoreUnsafe(ref to, (nuint)(i + 2 * step));
            d.StoreUnsafe(ref to, (nuint)(i + 3 * step));
        }
        return i;
    }

    static Vector512<T> Fused<T>(Vector512<T> value, Vector512<T> weight, Vector512<T> sum)
        where T : struct =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(value.AsSingle(), weight.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(value.AsDouble(), weight.AsDouble(), sum.AsDouble()).As<double, T>();

    static Vector<T> Fused<T>(Vector<T> value, Vector<T> weight, Vector<T> sum)
        where T : struct =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(value.As<T, float>(), weight.As<T, float>(), sum.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(value.As<T, double>(), weight.As<T, double>(), sum.As<T, double>()).As<double, T>();

    /// <summary>Copies a picture into the middle of a larger one and fills what is beyond its edges.</summary>
    /// <param name="source">side × side pixels of <paramref name="channels"/> values.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="margin">Pixels to add on each side.</param>
    /// <param name="border">What is there.</param>
    /// <param name="target">(side + 2 · margin)² pixels.</param>
    public static void Pad<T>(ReadOnlySpan<T> source, int side, int channels, int margin, Border border, Span<T> target)
    {
        var (row, padded) = (side * channels, (side + 2 * margin) * channels);
        for (var y = -margin; y < side + margin; y++)
            PadRow(source.Slice(Index(border, y, side) * row, row), channels, margin, border, target.Slice((y + margin) * padded, padded));
    }

    /// <summary>Copies a row into the middle of a longer one and fills what is beyond its ends.</summary>
    public static void PadRow<T>(ReadOnlySpan<T> source, int channels, int margin, Border border, Span<T> target)
    {
        var length = source.Length / channels;
        source.CopyTo(target[(margin * channels)..]);
        for (var x = 1; x <= margin; x++)
        {
            source.Slice(Index(border, -x, length) * channels, channels).CopyTo(target[((margin - x) * channels)..]);
            source
                .Slice(Index(border, length - 1 + x, length) * channels, channels)
                .CopyTo(target[((margin + length - 1 + x) * channels)..]);
        }
    }

    /// <summary>Rows become columns.</summary>
    public static void Transpose<T>(ReadOnlySpan<T> source, int side, Span<T> target)
    {
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            target[x * side + y] = source[y * side + x];
    }

    /// <summary>Place in the picture of the value that is at <paramref name="place"/>, inside or beyond.</summary>
    public static int Index(Border border, int place, int length)
    {
        if (border == Border.Nearest || length == 1)
            return Math.Clamp(place, 0, length - 1);
        while (place < 0 || place >= length)
            place =
                border == Border.Reflect ? (place < 0 ? -place - 1 : 2 * length - place - 1)
                : place < 0 ? -place
                : 2 * (length - 1) - place;
        return place;
    }
}
