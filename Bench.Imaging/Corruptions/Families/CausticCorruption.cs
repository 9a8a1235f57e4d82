using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's caustic refraction: light on the ground of a pool, and the picture seen through its waves. A level is 0
/// (mildest) to 4.</summary>
static class CausticCorruption
{
    const int Waves = 5;
    const double Glow = .005;
    const double Refraction = 4;
    const double Straight = 1 - 1e-3;

    static readonly double[] Levels = [2.35, 3.2, 4.9, 6.6, 9.15];
    static readonly GaussianBlur<double> Softening = GaussianBlur<double>.Of(1);

    public static void Apply(Canvas canvas, int level)
    {
        var side = canvas.Side;
        var time = canvas.Noise.Uniform(.5, 2);
        var size = canvas.Noise.Uniform(.75, 1.25) * side;
        var (lens, lighting) = (Levels[level] * .5 * side / 10, (float)(Levels[level] * 2 / 10) * 255);
        var light = Caustics(canvas, time, size);
        Softening.Apply(light, side, 1, Border.Reflect, canvas.Doubles(3, Softening.ScratchLength(side, 1)));
        var pixels = canvas.Levels(0);
        var seen = canvas.Floats(1, canvas.Length);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var (north, south) = (At(light, side, y, x - 1), At(light, side, y, x + 1));
            var (west, east) = (At(light, side, y - 1, x), At(light, side, y + 1, x));
            var (down, right) = Bend(east - west, south - north, lens);
            var added = (float)(north - south + (east - west)) * lighting;
            Look(pixels, side, y + down, x + right, seen.Slice((y * side + x) * 3, 3));
            foreach (ref var value in seen.Slice((y * side + x) * 3, 3))
                value += added;
        }
        Conversion.Truncate(seen, canvas.Rgb);
    }

    static Span<double> Caustics(Canvas canvas, double time, double size)
    {
        var (side, step) = (canvas.Side, Vector<double>.Count);
        var padded = (canvas.Area + step - 1) / step * step;
        var first = canvas.Doubles(0, padded);
        var second = canvas.Doubles(1, padded);
        for (var i = 0; i < padded; i++)
            (first[i], second[i]) = (Angle(i / side), Angle(i % side));
        var ps = MemoryMarshal.Cast<double, Vector<double>>(first);
        var qs = MemoryMarshal.Cast<double, Vector<double>>(second);
        for (var i = 0; i < ps.Length; i++)
        {
            var (p, q, u, v) = (ps[i], qs[i], ps[i], qs[i]);
            var sum = Vector<double>.One;
            for (var wave = 1; wave <= Waves; wave++)
            {
                var t = new Vector<double>(time * (1 - 3.5 / wave));
                (u, v) = (p + Vector.Cos(t - u) + Vector.Sin(t + v), q + Vector.Sin(t - v) + Vector.Cos(t + u));
                var (a, b) = (p * Glow / Vector.Sin(u + t), q * Glow / Vector.Cos(v + t));
                sum += Vector<double>.One / Vector.SquareRoot(a * a + b * b);
            }
            var bright = new Vector<double>(1.17) - Vector.Exp(Vector.Log(sum / Waves) * 1.4);
            bright *= bright;
            bright *= bright;
            ps[i] = Vector.Min(bright * bright, Vector<double>.One);
        }
        return first[..canvas.Area];

        double Angle(int place) => (place / size - Math.Floor(place / size)) * 6.28318530718 - 250;
    }

    /// <summary>Where a ray from straight above goes through a surface of that slope, in thousandths of a pixel.</summary>
    static (double Down, double Right) Bend(double down, double right, double lens)
    {
        var length = Math.Sqrt(down * down + right * right + 1);
        var (first, second, up) = (down / length, right / length, 1 / length);
        if (up >= Straight)
            return (0, 0);
        // Snell: the sine of the angle to the normal is divided by the refraction.
        var bent = Math.Sqrt(1 - (1 - up * up) / (Refraction * Refraction)) - up / Refraction;
        return (Math.Round(first * bent * lens, 3), Math.Round(second * bent * lens, 3));
    }

    static double At(ReadOnlySpan<double> light, int side, int y, int x) =>
        (uint)y < (uint)side && (uint)x < (uint)side ? light[y * side + x] : 0;

    /// <summary>The picture between its pixels; black beyond its edges.</summary>
    static void Look(ReadOnlySpan<float> pixels, int side, double y, double x, Span<float> target)
    {
        var (top, left) = ((int)Math.Floor(y), (int)Math.Floor(x));
        var (down, right) = ((float)(y - top), (float)(x - left));
        target.Clear();
        Add(pixels, side, top, left, (1 - down) * (1 - right), target);
        Add(pixels, side, top, left + 1, (1 - down) * right, target);
        Add(pixels, side, top + 1, left, down * (1 - right), target);
        Add(pixels, side, top + 1, left + 1, down * right, target);
    }

    static void Add(ReadOnlySpan<float> pixels, int side, int y, int x, float share, Span<float> target)
    {
        if ((uint)y >= (uint)side || (uint)x >= (uint)side)
            return;
        var pixel = pixels.Slice((y * side + x) * 3, 3);
        for (var channel = 0; channel < 3; channel++)
            target[channel] += pixel[channel] * share;
    }
}
