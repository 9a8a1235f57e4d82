using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's elastic transform: a random affine map, then a smooth random displacement. A level is 0 to
/// 4.</summary>
static class ElasticTransform
{
    /// <summary>The published code measures by 244 pixels, not 224.</summary>
    const double Measure = 244;

    const int AffineBits = 10;
    const int ShareBits = 5;
    const int Shares = 1 << ShareBits;

    static readonly (double Reach, double Sigma, double Corner)[] Strengths =
    [
        (Measure * 2, Measure * .7, Measure * .1),
        (Measure * 2, Measure * .08, Measure * .2),
        (Measure * .05, Measure * .01, Measure * .02),
        (Measure * .07, Measure * .01, Measure * .02),
        (Measure * .12, Measure * .01, Measure * .02),
    ];
    static readonly GaussianBlur<float>[] Blurs = [.. Strengths.Select(c => GaussianBlur<float>.Of(c.Sigma, truncate: 3))];

    public static void Apply(Canvas canvas, int level)
    {
        var (side, (reach, _, corner)) = (canvas.Side, Strengths[level]);
        Span<double> map = stackalloc double[6];
        Affine(side, corner, canvas.Noise, map);
        var pixels = MemoryMarshal.Cast<float, Vector128<float>>(canvas.Floats(0, 4 * canvas.Area));
        var moved = MemoryMarshal.Cast<float, Vector128<float>>(canvas.Floats(1, 4 * canvas.Area));
        var rgb = canvas.Rgb.AsSpan();
        PixelVectors.Load(rgb, pixels);
        Warp(pixels, side, map, canvas.Numbers(0, side), canvas.Numbers(1, side), moved);
        var right = Displacement(canvas, level, reach, 2);
        var down = Displacement(canvas, level, reach, 3);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var i = y * side + x;
            var (across, along) = (x + right[i], y + down[i]);
            var (left, top) = ((int)MathF.Floor(across), (int)MathF.Floor(along));
            PixelVectors.Store(rgb, i, Sample(moved, side, left, top, across - left, along - top, Border.Reflect));
        }
    }

    static Span<float> Displacement(Canvas canvas, int level, double reach, int slot)
    {
        var field = canvas.Floats(slot, canvas.Area);
        var drawn = canvas.Doubles(0, canvas.Area);
        canvas.Noise.Uniform(drawn, -1, 1);
        SpanArithmetic.Narrow(drawn, reach, 0, field);
        var blur = Blurs[level];
        blur.Apply(field, canvas.Side, 1, Border.Reflect, canvas.Floats(4, blur.ScratchLength(canvas.Side, 1)));
        return field;
    }

    /// <summary>The map from target to source, by three corners of a square that each move by up to
    /// <paramref name="corner"/> pixels.</summary>
    static void Affine(int side, double corner, NoiseStream noise, Span<double> map)
    {
        double middle = side / 2,
            half = side / 3;
        ReadOnlySpan<double> from = [middle + half, middle + half, middle + half, middle - half, middle - half, middle - half];
        Span<float> to = stackalloc float[6];
        for (var i = 0; i < 6; i++)
            to[i] = (float)from[i] + (float)noise.Uniform(-corner, corner);
        // The three corners differ in one coordinate each: the forward map follows from two differences.
        var (a, b) = ((to[2] - (double)to[4]) / (2 * half), (to[0] - (double)to[2]) / (2 * half));
        var (d, e) = ((to[3] - (double)to[5]) / (2 * half), (to[1] - (double)to[3]) / (2 * half));
        var (c, f) = (to[0] - a * from[0] - b * from[1], to[1] - d * from[0] - e * from[1]);
        var determinant = a * e - b * d;
        var inverse = determinant == 0 ? 0 : 1 / determinant;
        (map[0], map[1], map[3], map[4]) = (e * inverse, -b * inverse, -d * inverse, a * inverse);
        map[2] = -map[0] * c - map[1] * f;
        map[5] = -map[3] * c - map[4] * f;
    }

    /// <summary>OpenCV's <c>warpAffine</c>: coordinates to a 32nd of a pixel.</summary>
    static void Warp(
        ReadOnlySpan<Vector128<float>> source,
        int side,
        ReadOnlySpan<double> map,
        Span<int> across,
        Span<int> along,
        Span<Vector128<float>> target
    )
    {
        const int Scale = 1 << AffineBits;
        const int Half = Scale / Shares / 2;
        for (var x = 0; x < side; x++)
            (across[x], along[x]) = (Round(map[0] * x * Scale), Round(map[3] * x * Scale));
        for (var y = 0; y < side; y++)
        {
            var (startX, startY) = (Round((map[1] * y + map[2]) * Scale) + Half, Round((map[4] * y + map[5]) * Scale) + Half);
            for (var x = 0; x < side; x++)
            {
                var (right, down) = ((startX + across[x]) >> (AffineBits - ShareBits), (startY + along[x]) >> (AffineBits - ShareBits));
                var (left, top) = (right >> ShareBits, down >> ShareBits);
                var (aside, below) = ((right & (Shares - 1)) / (float)Shares, (down & (Shares - 1)) / (float)Shares);
                target[y * side + x] = Sample(source, side, left, top, aside, below, Border.Reflect101);
            }
        }

        static int Round(double value) => (int)Math.Round(value);
    }

    /// <param name="source">side × side pixels.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="left">Column of the two pixels to the left.</param>
    /// <param name="top">Row of the two upper pixels.</param>
    /// <param name="right">Share of the pixels to the right.</param>
    /// <param name="down">Share of the lower pixels.</param>
    /// <param name="border">What is beyond the edges.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Sample(
        ReadOnlySpan<Vector128<float>> source,
        int side,
        int left,
        int top,
        float right,
        float down,
        Border border
    )
    {
        var (upper, lower, first, second) = (top * side, top * side + side, left, left + 1);
        if ((uint)left >= (uint)(side - 1) || (uint)top >= (uint)(side - 1))
        {
            (upper, lower) = (Filtering.Index(border, top, side) * side, Filtering.Index(border, top + 1, side) * side);
            (first, second) = (Filtering.Index(border, left, side), Filtering.Index(border, left + 1, side));
        }
        var above = Between(source[upper + first], source[upper + second], right);
        var below = Between(source[lower + first], source[lower + second], right);
        return Between(above, below, down);
    }

    static Vector128<float> Between(Vector128<float> low, Vector128<float> high, float share) => low + (high - low) * share;
}
