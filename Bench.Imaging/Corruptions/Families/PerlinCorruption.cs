using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's Perlin noise: five octaves of gradient noise mixed into the picture. A level is 0
/// (mildest) to 4.</summary>
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
            {
                var columns = starts[side - 1] + 2;
                var heights = canvas.Floats(5, columns);
                var slants = canvas.Floats(6, columns);
                Edges(order[starts[y]], order[(starts[y] + 1) % Period], offsets[y], curves[y], order, slopes, heights, slants);
                Add(heights, slants, starts, offsets, curves, 1.5f / frequency, turbulence.Slice(y * side, side));
            }
        }
        var pixels = canvas.Levels(0);
        var gray = canvas.Floats(3, side);
        var row = canvas.Floats(4, 3 * side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                gray[x] = (float)(255 * alpha * Math.Clamp(.5 * turbulence[y * side + x] + .5, 0, 1));
            Triple.Of(gray, row);
            SpanArithmetic.Mix(pixels.Slice(y * side * 3, side * 3), (float)(1 - alpha), row, 1);
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Noise of a row on the edges of its cells: what it is at each edge, and how it rises from
    /// there.</summary>
    /// <param name="above">Place of the cells' upper corners in the order.</param>
    /// <param name="below">Place of their lower ones.</param>
    /// <param name="down">How far the row is from the upper corners, 0 to 1.</param>
    /// <param name="share">The same, eased.</param>
    /// <param name="order">The shuffled order.</param>
    /// <param name="slopes">Slopes of the corners.</param>
    /// <param name="heights">A number an edge.</param>
    /// <param name="slants">A number an edge.</param>
    static void Edges(
        int above,
        int below,
        float down,
        float share,
        ReadOnlySpan<int> order,
        ReadOnlySpan<float> slopes,
        Span<float> heights,
        Span<float> slants
    )
    {
        for (var edge = 0; edge < heights.Length; edge++)
        {
            var (upper, lower) = (2 * order[above + edge % Period], 2 * order[below + edge % Period]);
            var from = down * slopes[upper];
            heights[edge] = from + share * ((down - 1) * slopes[lower] - from);
            slants[edge] = slopes[upper + 1] + share * (slopes[lower + 1] - slopes[upper + 1]);
        }
    }

    static void Add(
        ReadOnlySpan<float> heights,
        ReadOnlySpan<float> slants,
        ReadOnlySpan<int> starts,
        ReadOnlySpan<float> offsets,
        ReadOnlySpan<float> curves,
        float weight,
        Span<float> turbulence
    )
    {
        for (var x = 0; x < turbulence.Length; x++)
        {
            var (left, right) = (starts[x], offsets[x]);
            var near = heights[left] + right * slants[left];
            var far = heights[left + 1] + (right - 1) * slants[left + 1];
            turbulence[x] += MathF.Abs(near + curves[x] * (far - near)) * weight;
        }
    }

    /// <summary>Slopes of length 1 and a shuffled order, both repeated behind their first 256. Numbers are of 31
    /// bits.</summary>
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
