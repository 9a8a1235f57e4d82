using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's Perlin noise: five octaves of gradient noise mixed into the picture. A level is 0 (mildest) to 4.</summary>
static class PerlinCorruption
{
    const int Period = 256;
    const int Table = 2 * Period + 2;
    const int Origin = 16 * Period;
    const int Octaves = 5;
    const double Cell = 32;
    const double Measure = 224;

    static readonly double[] Levels = [4.6, 5.2, 5.8, 7.6, 8.8];

    public static void Apply(Canvas canvas, int level)
    {
        var (side, alpha) = (canvas.Side, Levels[level] * .5 / 10);
        var order = canvas.Numbers(0, Table);
        var slopes = canvas.Floats(1, 2 * Table);
        Prepare(canvas.Noise, order, slopes);
        var turbulence = canvas.Floats(2, canvas.Area);
        turbulence.Clear();
        var starts = canvas.Numbers(1, side);
        var offsets = canvas.Floats(3, side);
        var curves = canvas.Floats(4, side);
        for (int octave = 0, frequency = 1; octave < Octaves; octave++, frequency *= 2)
        {
            for (var i = 0; i < side; i++)
            {
                var place = frequency * (i / (Cell * side / Measure)) + Origin;
                starts[i] = (int)place % Period;
                offsets[i] = (float)(place - Math.Floor(place));
                curves[i] = offsets[i] * offsets[i] * (3 - 2 * offsets[i]);
            }
            for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                turbulence[y * side + x] += MathF.Abs(Noise(y, x, order, slopes, starts, offsets, curves)) / frequency;
        }
        var pixels = canvas.Levels(0);
        for (var i = 0; i < canvas.Area; i++)
        {
            var light = 255 * alpha * Math.Clamp(.5 * turbulence[i] + .5, 0, 1);
            foreach (ref var value in pixels.Slice(i * 3, 3))
                value = (float)((1 - alpha) * value + light);
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    static float Noise(
        int first,
        int second,
        ReadOnlySpan<int> order,
        ReadOnlySpan<float> slopes,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<float> offsets,
        ReadOnlySpan<float> curves
    )
    {
        var (a, b) = (order[starts[first]], order[(starts[first] + 1) % Period]);
        var (above, below) = (starts[second], (starts[second] + 1) % Period);
        var (u, v) = (offsets[first], offsets[second]);
        var near = Between(Slope(a + above, u, v), Slope(b + above, u - 1, v), curves[first], order, slopes);
        var far = Between(Slope(a + below, u, v - 1), Slope(b + below, u - 1, v - 1), curves[first], order, slopes);
        return 1.5f * (near + curves[second] * (far - near));

        static (int Place, float U, float V) Slope(int place, float u, float v) => (place, u, v);

        static float Between(
            (int Place, float U, float V) low,
            (int Place, float U, float V) high,
            float share,
            ReadOnlySpan<int> order,
            ReadOnlySpan<float> slopes
        )
        {
            var (l, h) = (2 * order[low.Place], 2 * order[high.Place]);
            var from = low.U * slopes[l] + low.V * slopes[l + 1];
            return from + share * (high.U * slopes[h] + high.V * slopes[h + 1] - from);
        }
    }

    /// <summary>Slopes of length 1 and a shuffled order, both repeated behind their first 256. Numbers are of 31 bits.</summary>
    static void Prepare(NoiseStream noise, Span<int> order, Span<float> slopes)
    {
        for (var i = 0; i < Table; i++)
        {
            order[i] = i;
            var (first, second) = (Drawn() % (2 * Period) - Period, Drawn() % (2 * Period) - Period);
            var length = Math.Max(1e-12, double.Hypot(first, second));
            (slopes[2 * i], slopes[2 * i + 1]) = ((float)(first / length), (float)(second / length));
        }
        for (var i = Period - 1; i >= 0; i--)
        {
            var other = (int)(Drawn() % Period);
            (order[i], order[other]) = (order[other], order[i]);
        }
        for (var i = 0; i < Period + 2; i++)
        {
            order[Period + i] = order[i];
            (slopes[2 * (Period + i)], slopes[2 * (Period + i) + 1]) = (slopes[2 * i], slopes[2 * i + 1]);
        }

        long Drawn() => (long)(noise.Next() >> 33);
    }
}
