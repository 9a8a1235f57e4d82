using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>The inverse discrete Fourier transform of a square, by prime factors of its side; rows are handled as vectors. It is not
/// divided by the number of points.</summary>
static class InverseFourier
{
    /// <summary>Replaces <paramref name="real"/> by the real part of the transform.</summary>
    public static void RealPart(
        Span<double> real,
        Span<double> imaginary,
        int side,
        Span<double> otherReal,
        Span<double> otherImaginary,
        Span<double> scratch
    )
    {
        Columns(real, imaginary, side, side, 0, 1, otherReal, otherImaginary, scratch);
        Filtering.Transpose<double>(otherReal, side, real);
        Filtering.Transpose<double>(otherImaginary, side, imaginary);
        Columns(real, imaginary, side, side, 0, 1, otherReal, otherImaginary, scratch);
        Filtering.Transpose<double>(otherReal, side, real);
    }

    /// <summary>Transforms down the columns: rows first, first + stride, … of the source to rows 0 … count − 1 of the target.</summary>
    static void Columns(
        ReadOnlySpan<double> real,
        ReadOnlySpan<double> imaginary,
        int side,
        int count,
        int first,
        int stride,
        Span<double> targetReal,
        Span<double> targetImaginary,
        Span<double> scratch
    )
    {
        if (count == 1)
        {
            real.Slice(first * side, side).CopyTo(targetReal);
            imaginary.Slice(first * side, side).CopyTo(targetImaginary);
            return;
        }
        var radix = SmallestFactor(count);
        var part = count / radix;
        for (var q = 0; q < radix; q++)
            Columns(
                real,
                imaginary,
                side,
                part,
                first + q * stride,
                stride * radix,
                targetReal[(q * part * side)..],
                targetImaginary[(q * part * side)..],
                scratch
            );
        var oldReal = scratch[..(radix * side)];
        var oldImaginary = scratch.Slice(radix * side, radix * side);
        for (var k = 0; k < part; k++)
        {
            for (var q = 0; q < radix; q++)
            {
                targetReal.Slice((k + q * part) * side, side).CopyTo(oldReal[(q * side)..]);
                targetImaginary.Slice((k + q * part) * side, side).CopyTo(oldImaginary[(q * side)..]);
            }
            for (var r = 0; r < radix; r++)
            {
                var place = k + r * part;
                var toReal = targetReal.Slice(place * side, side);
                var toImaginary = targetImaginary.Slice(place * side, side);
                toReal.Clear();
                toImaginary.Clear();
                for (var q = 0; q < radix; q++)
                {
                    var (sine, cosine) = Math.SinCos(2 * Math.PI * (q * place % count) / count);
                    Add(oldReal.Slice(q * side, side), oldImaginary.Slice(q * side, side), cosine, sine, toReal, toImaginary);
                }
            }
        }
    }

    static void Add(
        ReadOnlySpan<double> real,
        ReadOnlySpan<double> imaginary,
        double cosine,
        double sine,
        Span<double> toReal,
        Span<double> toImaginary
    )
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(real);
        var b = MemoryMarshal.Cast<double, Vector<double>>(imaginary);
        var c = MemoryMarshal.Cast<double, Vector<double>>(toReal);
        var d = MemoryMarshal.Cast<double, Vector<double>>(toImaginary);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] += a[i] * cosine - b[i] * sine;
            d[i] += a[i] * sine + b[i] * cosine;
        }
        for (var i = c.Length * Vector<double>.Count; i < toReal.Length; i++)
        {
            toReal[i] += real[i] * cosine - imaginary[i] * sine;
            toImaginary[i] += real[i] * sine + imaginary[i] * cosine;
        }
    }

    static int SmallestFactor(int number)
    {
        for (var factor = 2; factor * factor <= number; factor++)
            if (number % factor == 0)
                return factor;
        return number;
    }
}
