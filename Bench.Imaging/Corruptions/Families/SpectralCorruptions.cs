using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's blue and brownish noise: chosen amplitudes with random phases, brought back from the spectrum. A level is 0
/// (mildest) to 4.</summary>
static class SpectralCorruptions
{
    static readonly double[] Blues = [.8, 1.6, 2.4, 4, 5.6];
    static readonly double[] Browns = [1, 2, 3, 4, 5];

    /// <summary>Pixels where blue noise is below a threshold turn black.</summary>
    public static void BlueSample(Canvas canvas, int level)
    {
        var noise = Draw(canvas, static distance => distance);
        var threshold = Blues[level] * 3 / 10 - 2.5;
        for (var i = 0; i < canvas.Area; i++)
            if (!(noise[i] > threshold))
                canvas.Rgb.AsSpan(i * 3, 3).Clear();
    }

    /// <summary>Noise of low frequencies, drawn for each channel.</summary>
    public static void Brownish(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        var intensity = Browns[level] * 64 / 10;
        for (var channel = 0; channel < 3; channel++)
        {
            var noise = Draw(canvas, static distance => 1 / (distance * distance + 1));
            for (var i = 0; i < canvas.Area; i++)
                pixels[i * 3 + channel] += (float)(intensity * noise[i]);
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Noise of spread 1, side² numbers. The phase of a frequency and of its opposite are one, so that the real part alone is
    /// kept.</summary>
    static ReadOnlySpan<double> Draw(Canvas canvas, Func<double, double> power)
    {
        var (side, area, half) = (canvas.Side, canvas.Area, canvas.Side / 2);
        if (side % 2 != 0)
            throw new ArgumentException("Noise from a spectrum wants a picture of an even side.");
        var phases = canvas.Doubles(0, side * half);
        canvas.Noise.Uniform(phases, 0, 2 * Math.PI);
        var real = canvas.Doubles(1, area);
        var imaginary = canvas.Doubles(2, area);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var phase = x < half ? phases[y * half + x] : phases[(side - 1 - y) * half + side - 1 - x];
            imaginary[(y + half) % side * side + (x + half) % side] = phase;
        }
        Turn(real, imaginary);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var amplitude = power(double.Hypot(x - side / 2.0, y - side / 2.0));
            var place = (y + half) % side * side + (x + half) % side;
            real[place] *= amplitude;
            imaginary[place] *= amplitude;
        }
        InverseFourier.RealPart(
            real,
            imaginary,
            side,
            canvas.Doubles(3, area),
            canvas.Doubles(4, area),
            canvas.Doubles(5, 2 * side * side)
        );
        var (sum, square) = (0.0, 0.0);
        foreach (var value in real)
            (sum, square) = (sum + value, square + value * value);
        var spread = Math.Sqrt(square / area - sum / area * (sum / area));
        foreach (ref var value in real)
            value /= spread;
        return real;
    }

    /// <summary>Phases in <paramref name="imaginary"/> become cosines and sines.</summary>
    static void Turn(Span<double> real, Span<double> imaginary)
    {
        var cosines = MemoryMarshal.Cast<double, Vector<double>>(real);
        var sines = MemoryMarshal.Cast<double, Vector<double>>(imaginary);
        for (var i = 0; i < sines.Length; i++)
            (sines[i], cosines[i]) = Vector.SinCos(sines[i]);
        for (var i = sines.Length * Vector<double>.Count; i < real.Length; i++)
            (imaginary[i], real[i]) = Math.SinCos(imaginary[i]);
    }
}
