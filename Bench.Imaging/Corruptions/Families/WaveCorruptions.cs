using System.Numerics;
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
        // sin(a + b) = sin a · cos b + cos a · sin b: the wave of a row is two of columns, weighted.
        var sines = canvas.Floats(0, side);
        var cosines = canvas.Floats(1, side);
        for (var x = 0; x < side; x++)
        {
            var (sine, cosine) = Math.SinCos(x * right);
            (sines[x], cosines[x]) = ((float)(sine * intensity), (float)(cosine * intensity));
        }
        var gray = canvas.Floats(2, side);
        for (var y = 0; y < side; y++)
        {
            var (sine, cosine) = Math.SinCos(y * down + phase);
            sines.CopyTo(gray);
            SpanArithmetic.Mix(gray, (float)cosine, cosines, (float)sine);
            GrayShift.Add(canvas.Rgb.AsSpan(y * side * 3, side * 3), gray);
        }
    }

    /// <summary>Wavy rings around a point.</summary>
    public static void ConcentricSines(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var (x0, y0) = (noise.Uniform(0, side), noise.Uniform(0, side));
        var frequency = noise.Uniform(0, 10);
        var amplitude = noise.Uniform(0, side / 10.0);
        var ring = noise.Uniform(0, side / 10.0);
        var intensity = Sines[level] * 128 / 10;
        var padded = (side + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var places = canvas.Doubles(0, padded);
        var gray = canvas.Floats(1, side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < padded; x += Vector<float>.Count)
            {
                var angle = Trigonometry.Arctangent(Vector.CreateSequence((float)(x - x0), 1), new Vector<float>((float)(y - y0)));
                Vector.Widen(Trigonometry.SinCos(angle * (float)frequency).Sine, out var low, out var high);
                Place(x - x0, low).CopyTo(places[x..]);
                Place(x - x0 + Vector<double>.Count, high).CopyTo(places[(x + Vector<double>.Count)..]);
            }

            Vector<double> Place(double first, Vector<double> wave)
            {
                var right = Vector.CreateSequence(first, 1);
                var distance = Vector.SquareRoot(right * right + new Vector<double>((y - y0) * (y - y0))) + wave * amplitude;
                var rings = distance * (1 / ring);
                return rings - Vector.Floor(rings);
            }

            SpanArithmetic.Narrow(places, intensity, -.5 * intensity, gray);
            GrayShift.Add(canvas.Rgb.AsSpan(y * side * 3, side * 3), gray);
        }
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
        var padded = (side + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var reds = canvas.Floats(1, padded);
        var greens = canvas.Floats(2, padded);
        var blues = canvas.Floats(3, padded);
        var (early, middle) = (new Vector<float>(time), new Vector<float>(MathF.Sin(time)));
        var pixels = canvas.Levels(0);
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < padded; column += Vector<float>.Count)
            {
                var (x, y) = (Vector.CreateSequence<float>(column, 1) / scale, new Vector<float>(row / scale));
                var (frequency, delay, share) = (1f, 1f, 1f);
                for (var step = 0; step < iterations; step++)
                {
                    var shift = new Vector<float>(time / delay);
                    var right = Trigonometry.SinCos(y * frequency + shift).Cosine * share;
                    var down = Trigonometry.SinCos(x * frequency + shift).Sine * share;
                    x += right - down * .3f;
                    y += down + right * .3f;
                    (frequency, delay, share) = (frequency * 1.93f, delay * 1.15f, share / (2.25f - sharpness));
                }
                Trigonometry.SinCos(x - early).Sine.CopyTo(reds[column..]);
                Trigonometry.SinCos((x + y + middle) * .5f).Sine.CopyTo(greens[column..]);
                Trigonometry.SinCos(y + early).Sine.CopyTo(blues[column..]);
            }
            var keep = 1 - intensity / 255;
            var target = pixels.Slice(row * side * 3, side * 3);
            for (int column = 0, i = 0; i < target.Length; column++, i += 3)
            {
                target[i] = keep * target[i] + intensity * reds[column];
                target[i + 1] = keep * target[i + 1] + intensity * greens[column];
                target[i + 2] = keep * target[i + 2] + intensity * blues[column];
            }
        }
        Conversion.Truncate(pixels, canvas.Rgb);
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
        var share = Cutouts[level] / 10;
        var painted = canvas.Bytes(0, chosen.Length);
        for (var cell = 0; cell < chosen.Length; cell++)
            painted[cell] = chosen[cell] < share ? (byte)1 : (byte)0;
        var padded = (side + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var squares = canvas.Numbers(0, padded);
        for (var y = 0; y < side; y++)
        {
            var (first, second) = (cosine * y / scale, -sine * y / scale);
            for (var x = 0; x < padded; x += Vector<float>.Count)
                Vector.ConvertToInt32(Vector.Narrow(Squares(x), Squares(x + Vector<double>.Count))).CopyTo(squares[x..]);
            var row = canvas.Rgb.AsSpan(y * side * 3, side * 3);
            for (var x = 0; x < side; x++)
                if (squares[x] is >= 0 and var square && painted[square] != 0)
                    row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = 128;

            // Number of each pixel's square; −1 on squares of the other colour.
            Vector<double> Squares(int x)
            {
                var right = Vector.CreateSequence<double>(x, 1);
                var (a, b) = (right * (sine / scale) + new Vector<double>(first), right * (cosine / scale) + new Vector<double>(second));
                var half = (Vector.Floor(a) + Vector.Floor(b)) * .5;
                var number = Cell(a) * cells + Cell(b);
                return Vector.ConditionalSelect(Vector.Equals(half, Vector.Floor(half)), number, new Vector<double>(-1));
            }
        }

        // As NumPy's negative index has it.
        Vector<double> Cell(Vector<double> place)
        {
            var cell = Vector.Truncate(place);
            return Vector.ConditionalSelect(Vector.LessThan(cell, Vector<double>.Zero), cell + new Vector<double>(cells), cell);
        }
    }
}
