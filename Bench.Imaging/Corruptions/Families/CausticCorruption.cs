using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    /// <summary>Black pixels around the picture: a place is held inside them.</summary>
    const int Margin = 2;

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
        var row = side + 2;
        var lit = canvas.Doubles(1, row * row + Vector<double>.Count);
        lit.Clear();
        for (var y = 0; y < side; y++)
            light.Slice(y * side, side).CopyTo(lit[((y + 1) * row + 1)..]);
        var pixels = Framed(canvas);
        var padded = (side + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var downs = canvas.Doubles(4, padded);
        var rights = canvas.Doubles(5, padded);
        var added = canvas.Doubles(6, padded);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < padded; x += Vector<double>.Count)
            {
                var here = (y + 1) * row + x + 1;
                var down = new Vector<double>(lit[(here + row)..]) - new Vector<double>(lit[(here - row)..]);
                var right = new Vector<double>(lit[(here + 1)..]) - new Vector<double>(lit[(here - 1)..]);
                var (downwards, aside) = Bend(down, right, lens);
                downwards.CopyTo(downs[x..]);
                aside.CopyTo(rights[x..]);
                (down - right).CopyTo(added[x..]);
            }
            for (var x = 0; x < side; x++)
            {
                var seen = Look(pixels, side, y + downs[x], x + rights[x]) + Vector128.Create((float)added[x] * lighting);
                PixelVectors.Store(canvas.Rgb, y * side + x, Vector128.Clamp(seen, Vector128<float>.Zero, Vector128.Create(255f)));
            }
        }
    }

    static Span<double> Caustics(Canvas canvas, double time, double size)
    {
        var (side, step) = (canvas.Side, Vector<double>.Count);
        // Vectors go beyond a row's end, into what the next row writes again, and beyond the last one's.
        var light = canvas.Doubles(0, canvas.Area + step);
        var angles = canvas.Doubles(2, side + step);
        for (var place = 0; place < angles.Length; place++)
            angles[place] = (place / size - Math.Floor(place / size)) * 6.28318530718 - 250;
        // The first wave is that of the place alone: one sine a row and one a column.
        var sines = canvas.Doubles(1, side + step);
        var cosines = canvas.Doubles(3, side + step);
        for (var place = 0; place <= side; place += step)
        {
            var (sine, cosine) = Trigonometry.SinCos(new Vector<double>(angles[place..]));
            sine.CopyTo(sines[place..]);
            cosine.CopyTo(cosines[place..]);
        }
        Span<(double Sine, double Cosine)> times = stackalloc (double, double)[Waves];
        for (var wave = 0; wave < Waves; wave++)
            times[wave] = Math.SinCos(time * (1 - 3.5 / (wave + 1)));
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x += step)
        {
            var (p, q) = (new Vector<double>(angles[y]), new Vector<double>(angles[x..]));
            var (sineU, cosineU) = (new Vector<double>(sines[y]), new Vector<double>(cosines[y]));
            var (sineV, cosineV) = (new Vector<double>(sines[x..]), new Vector<double>(cosines[x..]));
            var sum = Vector<double>.One;
            foreach (var (sine, cosine) in times)
            {
                // cos(t − u) + sin(t + v) and sin(t − v) + cos(t + u), by the sums of angles.
                var u = p + cosineU * cosine + sineU * sine + (cosineV * sine + sineV * cosine);
                var v = q + cosineV * sine - sineV * cosine + (cosineU * cosine - sineU * sine);
                ((sineU, cosineU), (sineV, cosineV)) = (Trigonometry.SinCos(u), Trigonometry.SinCos(v));
                var (a, b) = (sineU * cosine + cosineU * sine, cosineV * cosine - sineV * sine);
                // 1 / hypot(p / a, q / b)
                var (pb, qa) = (p * b, q * a);
                sum += Vector.Abs(a * b) / Vector.SquareRoot((pb * pb + qa * qa) * (Glow * Glow));
            }
            var bright = new Vector<double>(1.17) - Vector.Exp(Vector.Log(sum / Waves) * 1.4);
            bright *= bright;
            bright *= bright;
            Vector.Min(bright * bright, Vector<double>.One).CopyTo(light[(y * side + x)..]);
        }
        return light[..canvas.Area];
    }

    /// <summary>Where a ray from straight above goes through a surface of that slope, in thousandths of a pixel.</summary>
    static (Vector<double> Down, Vector<double> Right) Bend(Vector<double> down, Vector<double> right, double lens)
    {
        var up = Vector<double>.One / Vector.SquareRoot(down * down + right * right + Vector<double>.One);
        // Snell: the sine of the angle to the normal is divided by the refraction.
        var aside = (Vector<double>.One - up * up) / (Refraction * Refraction);
        var bent = (Vector.SquareRoot(Vector<double>.One - aside) - up / Refraction) * lens * up;
        bent = Vector.ConditionalSelect(Vector.LessThan(up, new Vector<double>(Straight)), bent, Vector<double>.Zero);
        return (Vector.Round(down * bent * 1000) / 1000, Vector.Round(right * bent * 1000) / 1000);
    }

    /// <summary>The picture in the middle of black, four numbers a pixel.</summary>
    static ReadOnlySpan<Vector128<float>> Framed(Canvas canvas)
    {
        var (side, row) = (canvas.Side, canvas.Side + 2 * Margin);
        var pixels = MemoryMarshal.Cast<float, Vector128<float>>(canvas.Floats(0, 4 * row * row));
        pixels.Clear();
        for (var y = 0; y < side; y++)
            PixelVectors.Load(canvas.Rgb.AsSpan(y * side * 3, side * 3), pixels.Slice((y + Margin) * row + Margin, side));
        return pixels;
    }

    /// <summary>The picture between its pixels; black beyond its edges.</summary>
    static Vector128<float> Look(ReadOnlySpan<Vector128<float>> pixels, int side, double y, double x)
    {
        var row = side + 2 * Margin;
        (y, x) = (Math.Clamp(y + Margin, 0, side + 2.999), Math.Clamp(x + Margin, 0, side + 2.999));
        var (top, left) = ((int)y, (int)x);
        var (down, right) = ((float)(y - top), (float)(x - left));
        var upper = pixels.Slice(top * row + left, 2);
        var lower = pixels.Slice((top + 1) * row + left, 2);
        return (upper[0] * (1 - right) + upper[1] * right) * (1 - down) + (lower[0] * (1 - right) + lower[1] * right) * down;
    }
}
