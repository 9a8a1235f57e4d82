using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's sparkles: white stars, or a white picture with one window. A level is 0 (mildest) to
/// 4.</summary>
static class RayCorruptions
{
    const int Stars = 5;
    const float Randomness = .25f;

    static readonly double[] StarLevels = [1, 2, 3, 5, 6];
    static readonly double[] WindowLevels = [1, 2, 4, 9, 10];

    public static void Sparkles(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var radius = (float)(StarLevels[level] * .1 / 10 * side);
        Span<double> centres = stackalloc double[2 * Stars];
        noise.Uniform(centres, 0, side);
        Span<int> rays = stackalloc int[Stars];
        foreach (ref var count in rays)
            count = noise.Whole(50, 200);
        // What one star leaves of the way to white, the next one goes a share of: the stars' rests are multiplied, then
        // applied once.
        var rest = canvas.Floats(7, canvas.Area);
        rest.Fill(1);
        for (var star = 0; star < Stars; star++)
        {
            var lengths = Lengths(canvas, rays[star], radius);
            foreach (ref var length in lengths)
                length = MathF.Max(1, length);
            var (down, right) = ((float)centres[2 * star], (float)centres[2 * star + 1]);
            var light = RayLight.Of(canvas, lengths);
            for (var y = 0; y < side; y++)
                Dim(rest.Slice(y * side, side), light.Gray(right, y - down, 1));
        }
        var pixels = canvas.Levels(0);
        var row = canvas.Floats(6, 3 * side);
        for (var y = 0; y < side; y++)
        {
            Triple.Of(rest.Slice(y * side, side), row);
            Whiten(pixels.Slice(y * side * 3, side * 3), row);
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    public static void InverseSparkles(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var (down, right) = ((float)(noise.Uniform(.25, .75) * side), (float)(noise.Uniform(.25, .75) * side));
        var lengths = Lengths(canvas, noise.Whole(50, 200), .25f * side);
        var power = (float)(WindowLevels[level] * 65 / 10 / 50);
        var pixels = canvas.Levels(0);
        var light = RayLight.Of(canvas, lengths);
        for (var y = 0; y < side; y++)
            Whiten(pixels.Slice(y * side * 3, side * 3), light.Row(right, y - down, power));
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    static Span<float> Lengths(Canvas canvas, int rays, float radius)
    {
        var lengths = canvas.Floats(1, rays);
        canvas.Noise.Normal(lengths);
        foreach (ref var length in lengths)
            length = radius + Randomness * radius * length;
        return lengths;
    }

    /// <summary>A share of each rest goes.</summary>
    static void Dim(Span<float> rest, ReadOnlySpan<float> shares)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(rest);
        var from = MemoryMarshal.Cast<float, Vector<float>>(shares);
        for (var i = 0; i < to.Length; i++)
            to[i] -= to[i] * from[i];
        for (var i = to.Length * Vector<float>.Count; i < rest.Length; i++)
            rest[i] -= rest[i] * shares[i];
    }

    /// <summary>A share of each value is left, the rest is white.</summary>
    static void Whiten(Span<float> pixels, ReadOnlySpan<float> shares)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(pixels);
        var from = MemoryMarshal.Cast<float, Vector<float>>(shares);
        var white = new Vector<float>(255);
        for (var i = 0; i < to.Length; i++)
            to[i] = white + from[i] * (to[i] - white);
        for (var i = to.Length * Vector<float>.Count; i < pixels.Length; i++)
            pixels[i] = 255 + shares[i] * (pixels[i] - 255);
    }
}
