using System.Numerics;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>Distance of each pixel to the nearest edge, as OpenCV finds both: Canny's edges (thresholds 50 and 150) and
/// the 5 × 5 chamfer distance (1, 1.4, 2.1969), cut off at 20.</summary>
static class EdgeDistance
{
    /// <summary>A pixel's side in the distances.</summary>
    public const int FixedOne = 1 << 16;

    const int Low = 50;
    const int High = 150;

    /// <summary>tan 22.5° in 15 bits.</summary>
    const int Tangent = 13573;

    const int Straight = FixedOne;
    const int Diagonal = 91750;
    const int Knight = 143976;
    const int Far = int.MaxValue >> 2;
    const int Most = 20 * FixedOne;

    const int Maybe = 1;
    const int Edge = 2;

    /// <summary>Pixels beyond the edges that the chamfer looks at.</summary>
    const int Reach = 2;

    /// <param name="levels">side × side bytes.</param>
    /// <param name="canvas">Its buffers of numbers 1 to 4 are used.</param>
    /// <param name="distance">side × side distances in 65,536ths of a pixel.</param>
    public static void Fill(ReadOnlySpan<byte> levels, Canvas canvas, Span<int> distance)
    {
        var side = canvas.Side;
        var padded = (side + 2) * (side + 2);
        var state = canvas.Numbers(1, padded);
        FindEdges(levels, side, canvas.Numbers(2, padded), canvas.Numbers(3, padded), state, canvas.Numbers(4, padded));
        var row = side + 2 * Reach;
        var found = canvas.Numbers(2, row * row);
        found.Fill(Far);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            if (state[(y + 1) * (side + 2) + x + 1] == Edge)
                found[(y + Reach) * row + x + Reach] = 0;
        for (var y = Reach; y < side + Reach; y++)
        {
            Shorten(found, row, y * row + Reach, side, -1);
            for (var i = y * row + Reach; i < y * row + Reach + side; i++)
                found[i] = Math.Min(found[i], found[i - 1] + Straight);
        }
        for (var y = side + Reach - 1; y >= Reach; y--)
        {
            Shorten(found, row, y * row + Reach, side, 1);
            for (var i = y * row + Reach + side - 1; i >= y * row + Reach; i--)
                found[i] = Math.Min(found[i], found[i + 1] + Straight);
        }
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            distance[y * side + x] = Math.Min(Most, found[(y + Reach) * row + x + Reach]);
    }

    /// <summary>Ways to a row by the two rows before it in that direction.</summary>
    static void Shorten(Span<int> found, int row, int start, int side, int direction)
    {
        var (next, last) = (start + direction * row, start + 2 * direction * row);
        var x = 0;
        for (; x <= side - Vector<int>.Count; x += Vector<int>.Count)
        {
            var straight = At(found, next + x) + new Vector<int>(Straight);
            var diagonal = Vector.Min(At(found, next + x - 1), At(found, next + x + 1)) + new Vector<int>(Diagonal);
            var near = Vector.Min(At(found, next + x - 2), At(found, next + x + 2));
            var far = Vector.Min(At(found, last + x - 1), At(found, last + x + 1));
            var knight = Vector.Min(near, far) + new Vector<int>(Knight);
            Vector.Min(Vector.Min(At(found, start + x), straight), Vector.Min(diagonal, knight)).CopyTo(found[(start + x)..]);
        }
        for (; x < side; x++)
        {
            var diagonal = Math.Min(found[next + x - 1], found[next + x + 1]) + Diagonal;
            var near = Math.Min(found[next + x - 2], found[next + x + 2]);
            var knight = Math.Min(near, Math.Min(found[last + x - 1], found[last + x + 1])) + Knight;
            var straight = Math.Min(found[start + x], found[next + x] + Straight);
            found[start + x] = Math.Min(straight, Math.Min(diagonal, knight));
        }

        static Vector<int> At(ReadOnlySpan<int> numbers, int place) => new(numbers[place..]);
    }

    /// <summary>Strong ridges of the gradient, and the weaker ones that hang on them. All but the levels have a pixel
    /// more on each side.</summary>
    static void FindEdges(ReadOnlySpan<byte> levels, int side, Span<int> padded, Span<int> gradient, Span<int> state, Span<int> stack)
    {
        var row = side + 2;
        for (var y = 0; y < row; y++)
        {
            var from = levels.Slice(Math.Clamp(y - 1, 0, side - 1) * side, side);
            var to = padded.Slice(y * row, row);
            for (var x = 0; x < side; x++)
                to[x + 1] = from[x];
            (to[0], to[^1]) = (from[0], from[^1]);
        }
        gradient.Clear();
        for (var y = 1; y <= side; y++)
        for (var i = y * row + 1; i < y * row + 1 + side; i++)
        {
            var (right, down) = Slope(padded, row, i);
            gradient[i] = Math.Abs(right) + Math.Abs(down);
        }
        state.Clear();
        var waiting = 0;
        for (var y = 1; y <= side; y++)
        for (var i = y * row + 1; i < y * row + 1 + side; i++)
            if (gradient[i] > Low && IsRidge(padded, gradient, row, i))
            {
                state[i] = Maybe;
                if (gradient[i] > High)
                    (state[i], stack[waiting++]) = (Edge, i);
            }
        while (waiting > 0)
        {
            var place = stack[--waiting];
            for (var above = place - row - 1; above <= place + row - 1; above += row)
            for (var i = above; i < above + 3; i++)
                if (state[i] == Maybe)
                    (state[i], stack[waiting++]) = (Edge, i);
        }
    }

    /// <summary>Whether the gradient is largest here along its own direction, in four sectors.</summary>
    static bool IsRidge(ReadOnlySpan<int> padded, ReadOnlySpan<int> gradient, int row, int place)
    {
        var (right, down) = Slope(padded, row, place);
        var across = Math.Abs(right) * Tangent;
        var along = Math.Abs(down) << 15;
        var here = gradient[place];
        if (along < across)
            return here > gradient[place - 1] && here >= gradient[place + 1];
        if (along > across + (Math.Abs(right) << 16))
            return here > gradient[place - row] && here >= gradient[place + row];
        var slant = (right ^ down) < 0 ? -1 : 1;
        return here > gradient[place - row - slant] && here > gradient[place + row + slant];
    }

    /// <summary>Sobel's slopes.</summary>
    static (int Right, int Down) Slope(ReadOnlySpan<int> padded, int row, int place)
    {
        var above = padded.Slice(place - row - 1, 3);
        var here = padded.Slice(place - 1, 3);
        var below = padded.Slice(place + row - 1, 3);
        var (slant, other) = (below[2] - above[0], above[2] - below[0]);
        return (slant + other + 2 * (here[2] - here[0]), slant - other + 2 * (below[1] - above[1]));
    }
}
