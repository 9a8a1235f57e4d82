using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's blue and brownish noise: chosen amplitudes with random phases, brought back from the
/// spectrum. A level is 0 (mildest) to 4.</summary>
static class SpectralCorruptions
{
    static readonly double[] Blues = [.8, 1.6, 2.4, 4, 5.6];
    static readonly double[] Browns = [1, 2, 3, 4, 5];
    static readonly Amplitudes Blue = new(static distance => distance);
    static readonly Amplitudes Brown = new(static distance => 1 / (distance * distance + 1));

    /// <summary>Pixels where blue noise is below a threshold turn black.</summary>
    public static void BlueSample(Canvas canvas, int level)
    {
        var noise = Draw(canvas, Blue);
        var threshold = Blues[level] * 3 / 10 - 2.5;
        for (var i = 0; i < canvas.Area; i++)
            if (!(noise[i] > threshold))
                canvas.Rgb.AsSpan(i * 3, 3).Clear();
    }

    /// <summary>Noise of low frequencies, drawn for each channel.</summary>
    public static void Brownish(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        var intensity = (float)(Browns[level] * 64 / 10);
        for (var channel = 0; channel < 3; channel++)
        {
            var noise = Draw(canvas, Brown);
            for (var i = 0; i < canvas.Area; i++)
                pixels[i * 3 + channel] += intensity * noise[i];
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Noise of spread 1, side² numbers, in single precision: a millionth of the spread is far below a level.
    /// The phase of a frequency and of its opposite are one, so that the real part alone is kept.</summary>
    static ReadOnlySpan<float> Draw(Canvas canvas, Amplitudes amplitudes)
    {
        var (side, half) = (canvas.Side, canvas.Side / 2);
        if (side % 2 != 0)
            throw new ArgumentException("Noise from a spectrum needs a picture whose side is even.");
        // The spectrum of a real picture is its own mirror: half of its columns, to which the middle one belongs, tell
        // all.
        var width = Padded(half + 1);
        var real = canvas.Floats(1, side * width);
        var imaginary = canvas.Floats(2, side * width);
        Spectrum(canvas, amplitudes.Of(side), width, real, imaginary);
        var columnsReal = canvas.Floats(3, side * width);
        var columnsImaginary = canvas.Floats(4, side * width);
        InverseFourier.Columns(real, imaginary, side, width, columnsReal, columnsImaginary);
        // Two rows are transformed as one: the first comes out as its real, the second as its imaginary part.
        var pairs = Padded(half);
        real = canvas.Floats(1, side * pairs);
        imaginary = canvas.Floats(2, side * pairs);
        for (var pair = 0; pair < half; pair++)
        {
            var (first, second) = (2 * pair * width, (2 * pair + 1) * width);
            for (var x = 0; x <= half; x++)
            {
                var (a, b) = (columnsReal[first + x], columnsImaginary[first + x]);
                var c = columnsReal[second + x];
                var d = columnsImaginary[second + x];
                var mirror = (side - x) % side * pairs + pair;
                (real[mirror], imaginary[mirror]) = (a + d, c - b);
                (real[x * pairs + pair], imaginary[x * pairs + pair]) = (a - d, b + c);
            }
        }
        columnsReal = canvas.Floats(3, side * pairs);
        columnsImaginary = canvas.Floats(4, side * pairs);
        InverseFourier.Columns(real, imaginary, side, pairs, columnsReal, columnsImaginary);
        var noise = canvas.Floats(7, canvas.Area);
        var (sum, square) = (0.0, 0.0);
        for (var pair = 0; pair < half; pair++)
        for (var x = 0; x < side; x++)
        {
            var (a, b) = (columnsReal[x * pairs + pair], columnsImaginary[x * pairs + pair]);
            (noise[2 * pair * side + x], noise[(2 * pair + 1) * side + x]) = (a, b);
            (sum, square) = (sum + a + b, square + (double)a * a + (double)b * b);
        }
        var spread = Math.Sqrt(square / canvas.Area - sum / canvas.Area * (sum / canvas.Area));
        var scale = (float)(1 / spread);
        foreach (ref var value in noise)
            value *= scale;
        return noise;
    }

    /// <summary>The columns 0 … side / 2 of the mirrored spectrum: each frequency with half of its opposite's
    /// conjugate.</summary>
    static void Spectrum(Canvas canvas, ReadOnlySpan<float> amplitudes, int width, Span<float> real, Span<float> imaginary)
    {
        var (side, half) = (canvas.Side, canvas.Side / 2);
        var drawn = canvas.Doubles(0, side * half);
        var sines = canvas.Floats(5, side * half);
        var cosines = canvas.Floats(6, side * half);
        canvas.Noise.Uniform(drawn, 0, 2 * Math.PI);
        SpanArithmetic.Narrow(drawn, 1, 0, sines);
        SinCos(sines, cosines);
        for (var y = 0; y < side; y++)
        {
            // Frequency 0 is in the middle of the amplitudes, whose left half has the phases as drawn and whose right
            // half has them turned by half a turn: column c of row r is that of column side − 1 − c of row side − 1 −
            // r.
            var down = (y + half) % side;
            var up = ((side - y) % side + half) % side;
            var (upright, turned) = (up * half + half, (side - 1 - down) * half + half - 1);
            var (mine, opposite, target) = (down * side + half, up * side + half, y * width);
            for (var x = 1; x < half; x++)
            {
                var (amplitude, other) = (amplitudes[mine + x] / 2, amplitudes[opposite - x] / 2);
                real[target + x] = amplitude * cosines[turned - x] + other * cosines[upright - x];
                imaginary[target + x] = amplitude * sines[turned - x] - other * sines[upright - x];
            }
            // The columns of frequency 0 and of the highest one, which is its own opposite.
            var (zero, highest) = ((side - 1 - up) * half + half - 1, target + half);
            real[target] = amplitudes[mine] / 2 * cosines[turned] + amplitudes[opposite] / 2 * cosines[zero];
            imaginary[target] = amplitudes[mine] / 2 * sines[turned] - amplitudes[opposite] / 2 * sines[zero];
            real[highest] = amplitudes[down * side] / 2 * cosines[down * half] + amplitudes[up * side] / 2 * cosines[up * half];
            imaginary[highest] = amplitudes[down * side] / 2 * sines[down * half] - amplitudes[up * side] / 2 * sines[up * half];
        }
    }

    /// <summary>Phases become sines, and their cosines are written.</summary>
    static void SinCos(Span<float> phases, Span<float> cosines)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(phases);
        var to = MemoryMarshal.Cast<float, Vector<float>>(cosines);
        for (var i = 0; i < from.Length; i++)
            (from[i], to[i]) = Trigonometry.SinCos(from[i]);
        for (var i = from.Length * Vector<float>.Count; i < phases.Length; i++)
            (phases[i], cosines[i]) = MathF.SinCos(phases[i]);
    }

    static int Padded(int columns) => (columns + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Amplitudes by distance from frequency 0, which is in the middle; kept for the side asked for
    /// last.</summary>
    sealed class Amplitudes(Func<double, double> power)
    {
        float[] _last = [];

        public ReadOnlySpan<float> Of(int side)
        {
            // Two threads may both make it: they make the same.
            if (_last is var last && last.Length == side * side)
                return last;
            var values = new float[side * side];
            for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                values[y * side + x] = (float)power(double.Hypot(x - side / 2.0, y - side / 2.0));
            return _last = values;
        }
    }
}
