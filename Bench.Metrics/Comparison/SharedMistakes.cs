using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>How many mistakes two models share, against what they would share if they erred independently on images
/// that are as hard as these.</summary>
/// <param name="Counts">Their table over the images that both use.</param>
/// <param name="Expected">Images that both would get wrong by chance; NaN without images.</param>
/// <param name="Deviation">(both wrong − expected) in standard deviations; NaN where chance leaves no room, and where
/// several images are of one picture: these err together, which chance over images does not know.</param>
/// <param name="LogP">ln of the one-sided p-value: how likely chance shares this many or more; NaN as
/// <paramref name="Deviation"/>.</param>
/// <remarks>
/// Images are put into strata by the number of other models that get them wrong. Given how many of a stratum's n images
/// each of the two gets wrong, a and b, independent models share a·b/n of them with variance a b (n − a)(n − b) / (n²
/// (n − 1)); both are summed over the strata, and |shared − expected| − ½ in standard deviations is normal. N. Mantel
/// and W. Haenszel, "Statistical aspects of the analysis of data from retrospective studies of disease", 1959. On a
/// board of two models there is one stratum, which is the independence that Cohen's κ assumes.
/// </remarks>
public readonly record struct SharedMistakes(PairedCounts Counts, double Expected, double Deviation, double LogP)
{
    /// <summary>Share of the images that either gets wrong that both get wrong, in [0, 1]; NaN where neither
    /// errs.</summary>
    public double Share => Counts.ErrorOverlap;

    /// <summary>95 % interval of <see cref="Share"/>, see <see cref="ImageShare"/>.</summary>
    public Interval ShareInterval { get; private init; }

    /// <summary><see cref="Share"/> as chance would have it; NaN where neither errs.</summary>
    public double ExpectedShare =>
        2 * Counts.BothWrong + Counts.OnlyFirst + Counts.OnlySecond - Expected is > 0 and var either ? Expected / either : double.NaN;

    /// <param name="first">One model.</param>
    /// <param name="second">Another over the same images.</param>
    /// <param name="wrong">For each image how many models of the board, these two included, get it wrong.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static SharedMistakes Of(ImageOutcomes first, ImageOutcomes second, ReadOnlySpan<int> wrong)
    {
        var counts = PairedCounts.Of(first, second);
        if (wrong.Length != first.Used.Count)
            throw new ArgumentException($"{wrong.Length} counts for {first.Used.Count} images", nameof(wrong));
        if (counts.N == 0)
            return new(counts, double.NaN, double.NaN, double.NaN) { ShareInterval = Interval.None };
        var either = new List<int>();
        var strata = new Dictionary<int, (int N, int First, int Second)>();
        for (var image = 0; image < wrong.Length; image++)
        {
            if (!first.Used[image] || !second.Used[image])
                continue;
            var (a, b) = (first.Correct[image] ? 0 : 1, second.Correct[image] ? 0 : 1);
            if (a + b > 0)
                either.Add(image);
            var others = wrong[image] - a - b;
            var (n, ofFirst, ofSecond) = strata.GetValueOrDefault(others);
            strata[others] = (n + 1, ofFirst + a, ofSecond + b);
        }
        double expected = 0,
            variance = 0;
        foreach (var (n, a, b) in strata.Values)
        {
            expected += (double)a * b / n;
            if (n > 1)
                variance += (double)a * b * (n - a) * (n - b) / ((double)n * n * (n - 1));
        }
        var interval = ImageShare.IntervalOf(either, image => !first.Correct[image] && !second.Correct[image], first.Pictures?.Pictures);
        if (variance <= 0 || first.Pictures is not null)
            return new(counts, expected, double.NaN, double.NaN) { ShareInterval = interval };
        var excess = counts.BothWrong - expected;
        var corrected = Math.Sign(excess) * Math.Max(0, Math.Abs(excess) - 0.5) / Math.Sqrt(variance);
        return new(counts, expected, excess / Math.Sqrt(variance), LogUpperTail(corrected)) { ShareInterval = interval };
    }

    /// <summary>For each image how many models get it wrong: what <see cref="Of"/> puts images into strata
    /// by.</summary>
    /// <param name="models">All over one list of images.</param>
    public static int[] WrongModels(IReadOnlyList<ImageOutcomes> models)
    {
        var wrong = new int[models.Count == 0 ? 0 : models[0].Used.Count];
        foreach (var model in models)
            for (var image = 0; image < wrong.Length; image++)
                if (model.Used[image] && !model.Correct[image])
                    wrong[image]++;
        return wrong;
    }

    /// <summary>Images that both get wrong with the same class.</summary>
    /// <param name="firstBest">The first's best class of each image.</param>
    /// <param name="secondBest">The second's.</param>
    public static int SameAnswers(
        ImageOutcomes first,
        ImageOutcomes second,
        ReadOnlySpan<ushort> firstBest,
        ReadOnlySpan<ushort> secondBest
    )
    {
        var same = 0;
        for (var image = 0; image < firstBest.Length; image++)
            if (
                firstBest[image] == secondBest[image]
                && first.Used[image]
                && second.Used[image]
                && !first.Correct[image]
                && !second.Correct[image]
            )
                same++;
        return same;
    }

    static double LogUpperTail(double z)
    {
        var half = UpperGamma.Log(0.5, 0.5 * z * z) - Math.Log(2);
        return z >= 0 ? half : Math.Log(1 - Math.Exp(half));
    }
}
