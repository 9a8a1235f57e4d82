using System.Numerics;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>Small filters of OpenCV over one channel, with its <c>REFLECT_101</c> edges.</summary>
static class Relief
{
    const int Margin = 1;

    /// <summary>Whole part of the mean of 3 × 3, of numbers in parts of <paramref name="one"/>: <c>blur</c> of numbers,
    /// then <c>uint8</c>.</summary>
    public static void Mean(ReadOnlySpan<int> source, int one, Canvas canvas, Span<byte> target)
    {
        var (side, row) = (canvas.Side, canvas.Side + 2 * Margin);
        var padded = canvas.Numbers(1, row * row);
        Filtering.Pad(source, side, 1, Margin, Border.Reflect101, padded);
        var columns = canvas.Numbers(2, row);
        for (var y = 0; y < side; y++)
        {
            Columns(padded.Slice(y * row, 3 * row), columns);
            for (var x = 0; x < side; x++)
                target[y * side + x] = (byte)((uint)(columns[x] + columns[x + 1] + columns[x + 2]) / (uint)(9 * one));
        }
    }

    /// <summary>Rounded mean of 3 × 3: <c>blur</c> of bytes.</summary>
    public static void Mean(ReadOnlySpan<byte> source, Canvas canvas, Span<byte> target)
    {
        var (side, row) = (canvas.Side, canvas.Side + 2 * Margin);
        var padded = canvas.Bytes(3, row * row);
        Filtering.Pad(source, side, 1, Margin, Border.Reflect101, padded);
        var columns = canvas.Numbers(2, row);
        for (var y = 0; y < side; y++)
        {
            var above = padded.Slice(y * row, row);
            var here = padded.Slice((y + 1) * row, row);
            var below = padded.Slice((y + 2) * row, row);
            for (var x = 0; x < row; x++)
                columns[x] = above[x] + here[x] + below[x];
            // (2 · sum + 9) / 18 in whole numbers.
            for (var x = 0; x < side; x++)
                target[y * side + x] = (byte)((uint)(columns[x] + columns[x + 1] + columns[x + 2] + 4) / 9u);
        }
    }

    /// <summary><c>filter2D</c> with the kernel (−2 −1 0, −1 1 1, 0 1 2), which lights from one side.</summary>
    public static void Emboss(ReadOnlySpan<byte> source, Canvas canvas, Span<byte> target)
    {
        var (side, row) = (canvas.Side, canvas.Side + 2 * Margin);
        var padded = canvas.Bytes(3, row * row);
        Filtering.Pad(source, side, 1, Margin, Border.Reflect101, padded);
        for (var y = 0; y < side; y++)
        {
            var above = padded.Slice(y * row, row);
            var here = padded.Slice((y + 1) * row, row);
            var below = padded.Slice((y + 2) * row, row);
            for (var x = 1; x <= side; x++)
            {
                var sum = below[x] + 2 * below[x + 1] + here[x] + here[x + 1] - here[x - 1] - above[x] - 2 * above[x - 1];
                target[y * side + x - 1] = (byte)Math.Clamp(sum, 0, 255);
            }
        }
    }

    static void Columns(ReadOnlySpan<int> rows, Span<int> sums)
    {
        var (x, row) = (0, sums.Length);
        for (; x <= row - Vector<int>.Count; x += Vector<int>.Count)
            (new Vector<int>(rows[x..]) + new Vector<int>(rows[(x + row)..]) + new Vector<int>(rows[(x + 2 * row)..])).CopyTo(sums[x..]);
        for (; x < row; x++)
            sums[x] = rows[x] + rows[x + row] + rows[x + 2 * row];
    }

    /// <summary><c>equalizeHist</c>: levels by their rank.</summary>
    public static void Equalize(Span<byte> levels)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var level in levels)
            counts[level]++;
        var first = counts.IndexOfAnyExcept(0);
        if (counts[first] == levels.Length)
            return;
        var (scale, sum) = (255f / (levels.Length - counts[first]), 0);
        Span<byte> ranks = stackalloc byte[256];
        ranks.Clear();
        for (var level = first + 1; level < 256; level++)
        {
            sum += counts[level];
            ranks[level] = (byte)Math.Clamp((int)MathF.Round(sum * scale), 0, 255);
        }
        foreach (ref var level in levels)
            level = ranks[level];
    }
}
