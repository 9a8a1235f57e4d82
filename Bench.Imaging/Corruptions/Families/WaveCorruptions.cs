using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's patterns that are computed point by point. A level is 0 (mildest) to 4.</summary>
static class WaveCorruptions
{
    static readonly double[] Greyscales = [1, 1.5, 2, 4.5, 5];
    static readonly double[] Sines = [3, 5, 8, 9, 10];
    static readonly double[] Plasmas = [4.75, 7, 8.5, 9.25, 10];
    static readonly double[] Cutouts = [2, 3, 4, 5, 6];

    /// <summary>One plane wave of gray.</summary>
    public static void SingleFrequency(Canvas canvas, int level)
    {
        var noise = canvas.Noise;
        var first = noise.Uniform(-Math.PI, Math.PI);
        var second = noise.Uniform(-Math.Abs(first), Math.Abs(first));
        var (right, down) = noise.Whole(0, 2) == 0 ? (first, second) : (second, first);
        var phase = noise.Uniform(0, 2 * Math.PI);
        var (side, intensity) = (canvas.Side, Greyscales[level] * 196 / 10);
        var pixels = canvas.Levels(0);
        var wave = canvas.Doubles(0, canvas.Area + Vector<double>.Count);
        for (var i = 0; i < canvas.Area; i++)
            wave[i] = i % side * right + i / side * down + phase;
        Sine(wave);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] += (float)(intensity * wave[i / 3]);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Wavy rings around a point.</summary>
    public static void ConcentricSines(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var (x0, y0) = (noise.Uniform(0, side), noise.Uniform(0, side));
        var frequency = noise.Uniform(0, 10);
        var amplitude = noise.Uniform(0, side / 10.0);
        var ring = noise.Uniform(0, side / 10.0);
        var pixels = canvas.Levels(0);
        var intensity = Sines[level] * 128 / 10;
        for (var i = 0; i < canvas.Area; i++)
        {
            var (right, down) = (i % side - x0, i / side - y0);
            var distance = Math.Sqrt(right * right + down * down) + Math.Sin(Math.Atan2(right, down) * frequency) * amplitude;
            var place = (distance - Math.Floor(distance / ring) * ring) / ring;
            foreach (ref var value in pixels.Slice(i * 3, 3))
                value += (float)(intensity * (place - .5));
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Folded sine waves in three colours, mixed into the picture.</summary>
    public static void PlasmaNoise(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var time = (float)noise.Uniform(0, 6 * Math.PI);
        var iterations = noise.Whole(4, 7);
        var sharpness = (float)noise.Uniform(.5, 1);
        var scale = (float)(noise.Uniform(.075, .2) * side);
        var intensity = (float)(Plasmas[level] * 64 / 10);
        var padded = (canvas.Area + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var across = canvas.Floats(1, padded);
        var along = canvas.Floats(2, padded);
        for (var i = 0; i < padded; i++)
            (across[i], along[i]) = (i % side / scale, i / side / scale);
        var xs = MemoryMarshal.Cast<float, Vector<float>>(across);
        var ys = MemoryMarshal.Cast<float, Vector<float>>(along);
        var pixels = canvas.Levels(0);
        for (var i = 0; i < xs.Length; i++)
        {
            var (x, y) = (xs[i], ys[i]);
            var (frequency, delay, divisor) = (1f, 1f, 1f);
            for (var step = 0; step < iterations; step++)
            {
                var shift = new Vector<float>(time / delay);
                var right = Vector.Cos(y * frequency + shift) / divisor;
                var down = Vector.Sin(x * frequency + shift) / divisor;
                x += right - down * .3f;
                y += down + right * .3f;
                (frequency, delay, divisor) = (frequency * 1.93f, delay * 1.15f, divisor * (2.25f - sharpness));
            }
            Mix(pixels, i, 0, Vector.Sin(x - new Vector<float>(time)));
            Mix(pixels, i, 1, Vector.Sin((x + y + new Vector<float>(MathF.Sin(time))) * .5f));
            Mix(pixels, i, 2, Vector.Sin(y + new Vector<float>(time)));
        }
        Conversion.Truncate(pixels, canvas.Rgb);

        void Mix(Span<float> into, int block, int channel, Vector<float> wave)
        {
            var first = block * Vector<float>.Count;
            for (var lane = 0; lane < Vector<float>.Count && first + lane < canvas.Area; lane++)
            {
                ref var value = ref into[(first + lane) * 3 + channel];
                value = (1 - intensity / 255) * value + intensity * wave[lane];
            }
        }
    }

    /// <summary>Squares of a turned checkerboard painted gray, a share of those of one colour.</summary>
    public static void Checkerboard(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var (sine, cosine) = Math.SinCos(noise.Uniform(0, 2 * Math.PI));
        var scale = Math.Max(noise.Uniform(.1, .25) * side, 1);
        var cells = (int)Math.Floor(4 * side / scale);
        var chosen = canvas.Doubles(0, cells * cells);
        noise.Uniform(chosen, 0, 1);
        for (var i = 0; i < canvas.Area; i++)
        {
            var (down, right) = (i / side, i % side);
            var (first, second) = ((cosine * down + sine * right) / scale, (-sine * down + cosine * right) / scale);
            if (Parity(first) == Parity(second) && chosen[Cell(first) * cells + Cell(second)] < Cutouts[level] / 10)
                canvas.Rgb.AsSpan(i * 3, 3).Fill(128);
        }

        // As Python's remainder and NumPy's negative index have it.
        static int Parity(double place) => (int)(place - Math.Floor(place / 2) * 2);

        int Cell(double place) => (int)place is var cell && cell < 0 ? cell + cells : cell;
    }

    static void Sine(Span<double> values)
    {
        foreach (ref var some in MemoryMarshal.Cast<double, Vector<double>>(values))
            some = Vector.Sin(some);
    }
}
