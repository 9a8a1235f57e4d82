using System.Numerics;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>The inverse discrete Fourier transform down the columns of a picture, by prime factors of their length; a
/// row is handled as vectors. It is not divided by the number of points.</summary>
static class InverseFourier
{
    /// <param name="real">count × width numbers, where width is a multiple of a vector's.</param>
    /// <param name="imaginary">As many.</param>
    /// <param name="count">Points of a column.</param>
    /// <param name="width">Columns.</param>
    /// <param name="targetReal">As many.</param>
    /// <param name="targetImaginary">As many.</param>
    public static void Columns(
        ReadOnlySpan<float> real,
        ReadOnlySpan<float> imaginary,
        int count,
        int width,
        Span<float> targetReal,
        Span<float> targetImaginary
    ) =>
        Columns(
            Vectors(real),
            Vectors(imaginary),
            0,
            1,
            count,
            width / Vector<float>.Count,
            MemoryMarshal.Cast<float, Vector<float>>(targetReal),
            MemoryMarshal.Cast<float, Vector<float>>(targetImaginary)
        );

    /// <summary>Transforms rows first, first + stride, … of the source into rows 0 … count − 1 of the target.</summary>
    static void Columns(
        ReadOnlySpan<Vector<float>> real,
        ReadOnlySpan<Vector<float>> imaginary,
        int first,
        int stride,
        int count,
        int width,
        Span<Vector<float>> targetReal,
        Span<Vector<float>> targetImaginary
    )
    {
        if (count % 2 != 0)
        {
            Slowly(real, imaginary, first, stride, count, width, targetReal, targetImaginary);
            return;
        }
        var (part, middle) = (count / 2, count / 2 * width);
        Columns(real, imaginary, first, 2 * stride, part, width, targetReal, targetImaginary);
        Columns(real, imaginary, first + stride, 2 * stride, part, width, targetReal[middle..], targetImaginary[middle..]);
        for (var k = 0; k < part; k++)
        {
            var (exactSine, exactCosine) = Math.SinCos(2 * Math.PI * k / count);
            var (sine, cosine) = ((float)exactSine, (float)exactCosine);
            var a = targetReal.Slice(k * width, width);
            var b = targetImaginary.Slice(k * width, width);
            var c = targetReal.Slice(middle + k * width, width);
            var d = targetImaginary.Slice(middle + k * width, width);
            for (var i = 0; i < width; i++)
            {
                var (turnedReal, turnedImaginary) = (c[i] * cosine - d[i] * sine, c[i] * sine + d[i] * cosine);
                (a[i], b[i], c[i], d[i]) = (a[i] + turnedReal, b[i] + turnedImaginary, a[i] - turnedReal, b[i] - turnedImaginary);
            }
        }
    }

    /// <summary>An odd number of points, by the definition.</summary>
    static void Slowly(
        ReadOnlySpan<Vector<float>> real,
        ReadOnlySpan<Vector<float>> imaginary,
        int first,
        int stride,
        int count,
        int width,
        Span<Vector<float>> targetReal,
        Span<Vector<float>> targetImaginary
    )
    {
        for (var k = 0; k < count; k++)
        {
            var toReal = targetReal.Slice(k * width, width);
            var toImaginary = targetImaginary.Slice(k * width, width);
            real.Slice(first * width, width).CopyTo(toReal);
            imaginary.Slice(first * width, width).CopyTo(toImaginary);
            for (var q = 1; q < count; q++)
            {
                var (exactSine, exactCosine) = Math.SinCos(2 * Math.PI * (q * k % count) / count);
                var (sine, cosine) = ((float)exactSine, (float)exactCosine);
                var a = real.Slice((first + q * stride) * width, width);
                var b = imaginary.Slice((first + q * stride) * width, width);
                for (var i = 0; i < toReal.Length; i++)
                {
                    toReal[i] += a[i] * cosine - b[i] * sine;
                    toImaginary[i] += a[i] * sine + b[i] * cosine;
                }
            }
        }
    }

    static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
