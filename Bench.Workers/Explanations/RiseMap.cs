using Bench.Workers.Attacks;

namespace Bench.Workers.Explanations;

/// <summary>Mean of random masks, each weighted with the class's probability for the picture seen through it. Petsiuk,
/// Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", 2018.</summary>
internal static class RiseMap
{
    /// <summary>Cells of a mask on each side; a cell is open with probability ½.</summary>
    const int Cells = 7;

    const int MaskPart = 3_000_001;

    /// <returns>Height × width: Σ (p − p̄) · mask / (masks / 2).</returns>
    /// <remarks>The authors' Σ p · mask / (masks / 2) less the mean probability, which is the same everywhere in the
    /// limit. With few masks it takes away what comes of pixels that happened to be seen more often.</remarks>
    public static float[] Of(ExplainedModel model, float[] picture, PictureFrame frame, int masks, long seed, long image)
    {
        var (mask, sum) = (new float[frame.Plane], new double[frame.Plane]);
        var probabilities = model.Probabilities(
            masks,
            (variation, seen) =>
            {
                Fill(mask, frame, seed, image, variation);
                for (var i = 0; i < seen.Length; i++)
                    seen[i] = frame.BaselineAt(i) + mask[i % frame.Plane] * (picture[i] - frame.BaselineAt(i));
            }
        );
        var mean = probabilities.Average();
        for (var variation = 0; variation < masks; variation++)
        {
            // Drawn once more in place of being kept: a thousand masks are more memory than time.
            Fill(mask, frame, seed, image, variation);
            for (var i = 0; i < sum.Length; i++)
                sum[i] += (probabilities[variation] - mean) * mask[i];
        }
        return Array.ConvertAll(sum, each => (float)(2 * each / masks));
    }

    /// <summary>A grid of zeros and ones, moved by a random part of a cell, bilinear between its points.</summary>
    static void Fill(float[] mask, PictureFrame frame, long seed, long image, int variation)
    {
        var random = SeededRandom.For(seed, image, MaskPart + variation);
        const int Points = Cells + 2;
        Span<float> grid = stackalloc float[Points * Points];
        foreach (ref var point in grid)
            point = random.NextSign() > 0 ? 1 : 0;
        var (down, right) = (random.NextSingle(), random.NextSingle());
        for (var y = 0; y < frame.Height; y++)
        {
            var (row, belowShare) = Split(down + (float)y * Cells / frame.Height);
            for (var x = 0; x < frame.Width; x++)
            {
                var (column, rightShare) = Split(right + (float)x * Cells / frame.Width);
                var corner = row * Points + column;
                var above = grid[corner] + rightShare * (grid[corner + 1] - grid[corner]);
                var below = grid[corner + Points] + rightShare * (grid[corner + Points + 1] - grid[corner + Points]);
                mask[y * frame.Width + x] = above + belowShare * (below - above);
            }
        }
    }

    static (int Whole, float Share) Split(float place)
    {
        var whole = Math.Min((int)place, Cells);
        return (whole, place - whole);
    }
}
