namespace Bench.Imaging.Corruptions.Building;

/// <summary>A cloud by diamonds and squares on a torus.</summary>
/// <remarks>Each round halves the distance of the points; a new point is the mean of its four neighbours plus a uniform
/// number in ±wibble², and wibble, 100 at first, is divided by <c>decay</c>.</remarks>
static class Plasma
{
    const double FirstWibble = 100;

    /// <summary>Side of the map for pictures of this side: the next power of two.</summary>
    public static int MapSide(int side) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)side);

    /// <summary>Draws a cloud and returns the range of its points, by which it is to be scaled.</summary>
    /// <param name="map">map × map numbers, a power of two each.</param>
    /// <param name="side">Points of a side.</param>
    /// <param name="decay">What the wibble is divided by after each round.</param>
    /// <param name="noise">Where numbers come from: squares first, then the points above and to the left, row by
    /// row.</param>
    /// <param name="drawn">Room for (side / 2)² numbers.</param>
    public static (double Low, double High) Fill(Span<double> map, int side, double decay, NoiseStream noise, Span<double> drawn)
    {
        map[0] = 0;
        var wibble = FirstWibble;
        for (var step = side; step >= 2; step /= 2, wibble /= decay)
        {
            var (half, count) = (step / 2, side / step);
            var some = drawn[..(count * count)];
            noise.Uniform(some, -wibble, wibble);
            for (int y = 0, row = 0; y < side; y += step, row += count)
                Squares(Row(map, y), Row(map, y + step), Row(map, y + half), step, wibble, some.Slice(row, count));
            noise.Uniform(some, -wibble, wibble);
            for (int y = 0, row = 0; y < side; y += step, row += count)
                Across(Row(map, y - half), Row(map, y), Row(map, y + half), step, wibble, some.Slice(row, count));
            noise.Uniform(some, -wibble, wibble);
            for (int y = half, row = 0; y < side; y += step, row += count)
                Along(Row(map, y - half), Row(map, y), Row(map, y + half), step, wibble, some.Slice(row, count));
        }
        return SpanArithmetic.Range(map);

        Span<double> Row(Span<double> points, int y) => points.Slice((y & (side - 1)) * side, side);
    }

    /// <summary>The middles of squares, from their corners.</summary>
    static void Squares(
        ReadOnlySpan<double> above,
        ReadOnlySpan<double> below,
        Span<double> target,
        int step,
        double wibble,
        ReadOnlySpan<double> drawn
    )
    {
        var (first, half) = (above[0] + below[0], step / 2);
        var left = first;
        for (int i = 0, x = 0; i < drawn.Length; i++, x += step)
        {
            var right = i + 1 < drawn.Length ? above[x + step] + below[x + step] : first;
            target[x + half] = (left + right) / 4 + wibble * drawn[i];
            left = right;
        }
    }

    /// <summary>Points between two of a row, with middles above and below.</summary>
    static void Across(
        ReadOnlySpan<double> above,
        Span<double> here,
        ReadOnlySpan<double> below,
        int step,
        double wibble,
        ReadOnlySpan<double> drawn
    )
    {
        var half = step / 2;
        for (int i = 0, x = half; i < drawn.Length; i++, x += step)
        {
            var right = i + 1 < drawn.Length ? here[x + half] : here[0];
            here[x] = (above[x] + below[x] + (here[x - half] + right)) / 4 + wibble * drawn[i];
        }
    }

    /// <summary>Points between two of a column, with middles to the left and right.</summary>
    static void Along(
        ReadOnlySpan<double> above,
        Span<double> here,
        ReadOnlySpan<double> below,
        int step,
        double wibble,
        ReadOnlySpan<double> drawn
    )
    {
        var half = step / 2;
        var left = here[^half];
        for (int i = 0, x = 0; i < drawn.Length; i++, x += step)
        {
            var right = here[x + half];
            here[x] = (above[x] + below[x] + (left + right)) / 4 + wibble * drawn[i];
            left = right;
        }
    }
}
