namespace Bench.Imaging.Corruptions.Families;

/// <summary>The level that a pixel shows when a white one counts this many photons: by inversion of the distribution of
/// each of the 256 levels.</summary>
sealed class PoissonLevels
{
    const int Levels = 256;
    const int Guides = 256;
    const int GuideShift = 16;

    readonly int[][] _bounds = new int[Levels][];
    readonly byte[][] _guides = new byte[Levels][];
    readonly byte[] _shown;

    PoissonLevels(double atWhite)
    {
        var most = 0;
        for (var level = 0; level < Levels; level++)
        {
            _bounds[level] = Bounds(atWhite * level / 255);
            _guides[level] = Guide(_bounds[level]);
            most = Math.Max(most, _bounds[level].Length);
        }
        _shown = [.. Enumerable.Range(0, most + 1).Select(count => (byte)Math.Min(255, count / atWhite * 255))];
    }

    public static PoissonLevels Of(double photonsAtWhite) => new(photonsAtWhite);

    /// <param name="level">The pixel.</param>
    /// <param name="drawn">A uniform number of 24 bits: the count is the smallest k with P(≤ k) at or above it.</param>
    public byte Draw(byte level, int drawn)
    {
        var bounds = _bounds[level];
        int count = _guides[level][drawn >> GuideShift];
        while (count < bounds.Length && drawn > bounds[count])
            count++;
        return _shown[count];
    }

    /// <summary>[k] the largest 24-bit number that is not above P(≤ k).</summary>
    static int[] Bounds(double mean)
    {
        var bounds = new List<int>();
        var (probability, sum) = (Math.Exp(-mean), 0.0);
        for (var k = 0; sum * (1 << 24) < (1 << 24) - 1 && k < byte.MaxValue; k++)
        {
            sum += probability;
            bounds.Add((int)Math.Floor(sum * (1 << 24)));
            probability *= mean / (k + 1);
        }
        return [.. bounds];
    }

    /// <summary>[u] the smallest count of any number whose upper bits are u.</summary>
    static byte[] Guide(int[] bounds)
    {
        var guide = new byte[Guides];
        for (int u = 0, count = 0; u < Guides; u++)
        {
            while (count < bounds.Length && u << GuideShift > bounds[count])
                count++;
            guide[u] = (byte)count;
        }
        return guide;
    }
}
