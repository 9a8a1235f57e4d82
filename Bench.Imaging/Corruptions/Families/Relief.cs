using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>Small filters of OpenCV over one channel, with its <c>REFLECT_101</c> edges.</summary>
static class Relief
{
    /// <summary>Whole part of the mean of 3 × 3: <c>blur</c> of numbers, then <c>uint8</c>.</summary>
    public static void Mean(ReadOnlySpan<float> source, int side, Span<byte> target)
    {
        for (var y = 0; y < side; y++)
        {
            Rows(source, side, y, out var above, out var here, out var below);
            for (var x = 0; x < side; x++)
            {
                var (left, right) = Beside(x, side);
                var sum = (double)above[left] + above[x] + above[right] + here[left] + here[x] + here[right];
                target[y * side + x] = (byte)((sum + below[left] + below[x] + below[right]) / 9);
            }
        }
    }

    /// <summary>Rounded mean of 3 × 3: <c>blur</c> of bytes.</summary>
    public static void Mean(ReadOnlySpan<byte> source, int side, Span<byte> target)
    {
        for (var y = 0; y < side; y++)
        {
            Rows(source, side, y, out var above, out var here, out var below);
            for (var x = 0; x < side; x++)
            {
                var (left, right) = Beside(x, side);
                var sum = above[left] + above[x] + above[right] + here[left] + here[x] + here[right];
                target[y * side + x] = (byte)((2 * (sum + below[left] + below[x] + below[right]) + 9) / 18);
            }
        }
    }

    /// <summary><c>filter2D</c> with the kernel (−2 −1 0, −1 1 1, 0 1 2), which lights from one side.</summary>
    public static void Emboss(ReadOnlySpan<byte> source, int side, Span<byte> target)
    {
        for (var y = 0; y < side; y++)
        {
            Rows(source, side, y, out var above, out var here, out var below);
            for (var x = 0; x < side; x++)
            {
                var (left, right) = Beside(x, side);
                var sum = below[x] + 2 * below[right] + here[x] + here[right] - here[left] - above[x] - 2 * above[left];
                target[y * side + x] = (byte)Math.Clamp(sum, 0, 255);
            }
        }
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

    static void Rows<T>(
        ReadOnlySpan<T> source,
        int side,
        int y,
        out ReadOnlySpan<T> above,
        out ReadOnlySpan<T> here,
        out ReadOnlySpan<T> below
    )
    {
        above = source.Slice(Filtering.Index(Border.Reflect101, y - 1, side) * side, side);
        here = source.Slice(y * side, side);
        below = source.Slice(Filtering.Index(Border.Reflect101, y + 1, side) * side, side);
    }

    static (int Left, int Right) Beside(int x, int side) => (x == 0 ? 1 : x - 1, x == side - 1 ? side - 2 : x + 1);
}
