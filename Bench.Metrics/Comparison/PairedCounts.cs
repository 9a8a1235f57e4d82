using System.Numerics;

namespace Bench.Metrics.Comparison;

/// <summary>The 2 × 2 table of two models over the images that both use.</summary>
/// <param name="BothRight">Images that both get right.</param>
/// <param name="OnlyFirst">Images that only the first gets right.</param>
/// <param name="OnlySecond">Images that only the second gets right.</param>
/// <param name="BothWrong">Images that both get wrong.</param>
public readonly record struct PairedCounts(int BothRight, int OnlyFirst, int OnlySecond, int BothWrong)
{
    /// <summary>The same picture by picture, where several images are of one; null where each image is its own.</summary>
    public PictureDifferences? Pictures { get; init; }

    /// <summary>Images compared.</summary>
    public int N => BothRight + OnlyFirst + OnlySecond + BothWrong;

    /// <summary>Accuracy of the first less accuracy of the second over the shared images, in [−1, 1]; NaN when there
    /// are none.</summary>
    public double Difference => N == 0 ? double.NaN : (double)(OnlyFirst - OnlySecond) / N;

    /// <summary>Images that both get wrong, of those that either gets wrong, in [0, 1]; NaN where neither errs. 1 where
    /// the two err on the very same images.</summary>
    public double ErrorOverlap => N == BothRight ? double.NaN : (double)BothWrong / (N - BothRight);

    /// <summary>Counts the four cells over the intersection of the images that each model uses.</summary>
    /// <param name="first">One model. Its <see cref="ImageOutcomes.Pictures"/> say which images are of one
    /// picture.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="ArgumentException">The outcomes are over lists of different length.</exception>
    public static PairedCounts Of(ImageOutcomes first, ImageOutcomes second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        first.RequireSameImages(second);
        ReadOnlySpan<ulong> a = first.Correct.Words,
            aUsed = first.Used.Words,
            b = second.Correct.Words,
            bUsed = second.Used.Words;
        int both = 0,
            onlyFirst = 0,
            onlySecond = 0,
            shared = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var use = aUsed[i] & bUsed[i];
            shared += BitOperations.PopCount(use);
            both += BitOperations.PopCount(a[i] & b[i]);
            onlyFirst += BitOperations.PopCount(a[i] & ~b[i] & use);
            onlySecond += BitOperations.PopCount(b[i] & ~a[i] & use);
        }
        var counts = new PairedCounts(both, onlyFirst, onlySecond, shared - both - onlyFirst - onlySecond);
        return first.Pictures is { } pictures ? counts with { Pictures = PictureDifferences.Of(first, second, pictures) } : counts;
    }
}
