using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>Small filters of OpenCV over one channel, with its <c>REFLECT_101</c> edges.</summary>
static class Relief
{
    static readonly int[] Embossing = [-2, -1, 0, -1, 1, 1, 0, 1, 2];

    /// <summary>Whole part of the mean of 3 × 3: <c>blur</c> of numbers, then <c>uint8</c>.</summary>
    public static void Mean(ReadOnlySpan<float> source, int side, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < 9; k++)
                sum += source[Neighbour(i, k, side)];
            target[i] = (byte)(sum / 9);
        }
    }

    /// <summary>Rounded mean of 3 × 3: <c>blur</c> of bytes.</summary>
    public static void Mean(ReadOnlySpan<byte> source, int side, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 0;
            for (var k = 0; k < 9; k++)
                sum += source[Neighbour(i, k, side)];
            target[i] = (byte)((2 * sum + 9) / 18);
        }
    }

    /// <summary><c>filter2D</c> with a kernel that lights from one side.</summary>
    public static void Emboss(ReadOnlySpan<byte> source, int side, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 0;
            for (var k = 0; k < 9; k++)
                sum += Embossing[k] * source[Neighbour(i, k, side)];
            target[i] = (byte)Math.Clamp(sum, 0, 255);
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

    static int Neighbour(int place, int k, int side) =>
        Filtering.Index(Border.Reflect101, place / side + k / 3 - 1, side) * side
        + Filtering.Index(Border.Reflect101, place % side + k % 3 - 1, side);
}
