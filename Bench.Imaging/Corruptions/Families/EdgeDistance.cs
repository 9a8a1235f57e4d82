namespace Bench.Imaging.Corruptions.Families;

/// <summary>Distance of each pixel to the nearest edge, as OpenCV finds both: Canny's edges (thresholds 50 and 150) and the 5 × 5 chamfer
/// distance (1, 1.4, 2.1969), cut off at 20.</summary>
static class EdgeDistance
{
    const int Low = 50;
    const int High = 150;

    /// <summary>tan 22.5° in 15 bits.</summary>
    const int Tangent = 13573;

    const int FixedOne = 1 << 16;
    const int Straight = FixedOne;
    const int Diagonal = 91750;
    const int Knight = 143976;
    const int Far = int.MaxValue >> 2;
    const float Most = 20;

    const int Maybe = 1;
    const int Edge = 2;

    static readonly (int X, int Y, int Cost)[] Before =
    [
        (-1, -2, Knight),
        (1, -2, Knight),
        (-2, -1, Knight),
        (-1, -1, Diagonal),
        (0, -1, Straight),
        (1, -1, Diagonal),
        (2, -1, Knight),
        (-1, 0, Straight),
    ];

    /// <param name="levels">side × side bytes.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="gradient">Room for side² numbers.</param>
    /// <param name="state">Room for side² numbers.</param>
    /// <param name="stack">Room for side² numbers.</param>
    /// <param name="distance">side × side distances in pixels.</param>
    public static void Fill(ReadOnlySpan<byte> levels, int side, Span<int> gradient, Span<int> state, Span<int> stack, Span<float> distance)
    {
        FindEdges(levels, side, gradient, state, stack);
        var fixedPoint = gradient;
        for (var i = 0; i < fixedPoint.Length; i++)
            fixedPoint[i] = state[i] == Edge ? 0 : Far;
        for (var i = 0; i < fixedPoint.Length; i++)
            Shorten(fixedPoint, side, i, 1);
        for (var i = fixedPoint.Length - 1; i >= 0; i--)
            Shorten(fixedPoint, side, i, -1);
        for (var i = 0; i < fixedPoint.Length; i++)
            distance[i] = MathF.Min(Most, fixedPoint[i] / (float)FixedOne);
    }

    static void Shorten(Span<int> distance, int side, int place, int direction)
    {
        var (y, x) = Math.DivRem(place, side);
        var best = distance[place];
        foreach (var (right, down, cost) in Before)
            if (Inside(x + right * direction, y + down * direction, side))
                best = Math.Min(best, distance[place + direction * (down * side + right)] + cost);
        distance[place] = best;
    }

    /// <summary>Strong ridges of the gradient, and the weaker ones that hang on them.</summary>
    static void FindEdges(ReadOnlySpan<byte> levels, int side, Span<int> gradient, Span<int> state, Span<int> stack)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            var (right, down) = Slope(levels, side, i % side, i / side);
            gradient[i] = Math.Abs(right) + Math.Abs(down);
        }
        var waiting = 0;
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = gradient[i] > Low && IsRidge(levels, gradient, side, i) ? Maybe : 0;
            if (state[i] == Maybe && gradient[i] > High)
                (state[i], stack[waiting++]) = (Edge, i);
        }
        while (waiting > 0)
        {
            var place = stack[--waiting];
            for (var k = 0; k < 9; k++)
            {
                var (x, y) = (place % side + k % 3 - 1, place / side + k / 3 - 1);
                if (Inside(x, y, side) && state[y * side + x] == Maybe)
                    (state[y * side + x], stack[waiting++]) = (Edge, y * side + x);
            }
        }
    }

    /// <summary>Whether the gradient is largest here along its own direction, in four sectors.</summary>
    static bool IsRidge(ReadOnlySpan<byte> levels, ReadOnlySpan<int> gradient, int side, int place)
    {
        var (y, x) = Math.DivRem(place, side);
        var (right, down) = Slope(levels, side, x, y);
        var across = Math.Abs(right) * Tangent;
        var along = Math.Abs(down) << 15;
        var here = gradient[place];
        if (along < across)
            return here > At(gradient, side, x - 1, y) && here >= At(gradient, side, x + 1, y);
        if (along > across + (Math.Abs(right) << 16))
            return here > At(gradient, side, x, y - 1) && here >= At(gradient, side, x, y + 1);
        var slant = (right ^ down) < 0 ? -1 : 1;
        return here > At(gradient, side, x - slant, y - 1) && here > At(gradient, side, x + slant, y + 1);
    }

    static int At(ReadOnlySpan<int> gradient, int side, int x, int y) => Inside(x, y, side) ? gradient[y * side + x] : 0;

    /// <summary>Sobel's slopes; edges repeat.</summary>
    static (int Right, int Down) Slope(ReadOnlySpan<byte> levels, int side, int x, int y)
    {
        var left = Math.Max(0, x - 1);
        var right = Math.Min(side - 1, x + 1);
        var above = levels.Slice(Math.Max(0, y - 1) * side, side);
        var here = levels.Slice(y * side, side);
        var below = levels.Slice(Math.Min(side - 1, y + 1) * side, side);
        return (
            above[right] + 2 * here[right] + below[right] - above[left] - 2 * here[left] - below[left],
            below[left] + 2 * below[x] + below[right] - above[left] - 2 * above[x] - above[right]
        );
    }

    static bool Inside(int x, int y, int side) => (uint)x < (uint)side && (uint)y < (uint)side;
}
