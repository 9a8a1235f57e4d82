using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Facets;

/// <summary>How a model does on the images of one value of a facet, compared with all other images that have a
/// value.</summary>
/// <param name="Right">Images right with this value.</param>
/// <param name="N">Images with this value.</param>
/// <param name="OtherRight">Images right with another value.</param>
/// <param name="OtherN">Images with another value.</param>
public readonly record struct FacetValue(int Right, int N, int OtherRight, int OtherN)
{
    /// <summary>Share right, in [0, 1]; NaN without images.</summary>
    public double Accuracy => N == 0 ? double.NaN : (double)Right / N;

    /// <summary>Wilson's 95 % interval of it.</summary>
    public Interval AccuracyInterval => WilsonInterval.Of(Right, N);

    /// <summary>Error rate with this value over that of all images that have a value: above 1 the value is hard for the
    /// model. NaN without images or errors.</summary>
    /// <remarks>err(factor) / err(all) of Idrissi et al., "ImageNet-X", 2022.</remarks>
    public double ErrorRatio
    {
        get
        {
            var (errors, others) = (N - Right, OtherN - OtherRight);
            return N == 0 || errors + others == 0 ? double.NaN : (double)errors / N * (N + OtherN) / (errors + others);
        }
    }

    /// <summary>The 95 % interval of <see cref="ErrorRatio"/>; none where the other images have no error, or there are
    /// none.</summary>
    /// <remarks>With w the share of images that have this value and r the ratio of its error rate to that of the
    /// others, the error ratio is 1 / (w + (1 − w) / r): the ends are those of <see cref="RatioInterval"/>, taken
    /// there.</remarks>
    public Interval ErrorRatioInterval
    {
        get
        {
            var ratio = RatioInterval.Of(N - Right, N, OtherN - OtherRight, OtherN);
            return RatioInterval.OverAll(ratio, (double)N / (N + OtherN));
        }
    }

    /// <summary>Fisher's exact p-value that images with and without this value are equally often right; NaN where one
    /// kind is missing.</summary>
    public double PValue => FisherExact.PValue(Right, N, OtherRight, OtherN);

    /// <summary>Counts over the images that the outcomes use.</summary>
    /// <param name="outcomes">What the model got right.</param>
    /// <param name="codes">[N] the value of each image; 0 for none.</param>
    /// <param name="values">Number of values; codes are 1 to this.</param>
    /// <returns>One for each value, in the order of their codes.</returns>
    public static IReadOnlyList<FacetValue> Count(ImageOutcomes outcomes, ReadOnlySpan<ushort> codes, int values)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        BitSet used = outcomes.Used,
            correct = outcomes.Correct;
        if (codes.Length != used.Count)
            throw new ArgumentException($"{codes.Length} values for {used.Count} images", nameof(codes));
        var (right, n) = (new int[values + 1], new int[values + 1]);
        for (var image = 0; image < codes.Length; image++)
        {
            if (!used[image] || codes[image] == 0)
                continue;
            n[codes[image]]++;
            if (correct[image])
                right[codes[image]]++;
        }
        var (allRight, all) = (right.Sum(), n.Sum());
        return
        [
            .. Enumerable.Range(1, values).Select(value => new FacetValue(right[value], n[value], allRight - right[value], all - n[value])),
        ];
    }
}
