using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Conformal;

/// <summary>How prediction sets behave on the test images.</summary>
public sealed record ConformalReport
{
    public required ConformalMethod Method { get; init; }

    public required ConformalOptions Options { get; init; }

    /// <summary>q̂; +∞ when there were too few calibration images for α.</summary>
    public required double Quantile { get; init; }

    /// <summary>Used images that q̂ was taken from.</summary>
    public required int CalibrationImages { get; init; }

    /// <summary>Used images that everything below is over, N.</summary>
    public required int TestImages { get; init; }

    /// <summary>[N] set size of each image of the dataset; −1 for one that was not tested on.</summary>
    public required ReadOnlyMemory<int> Sizes { get; init; }

    /// <summary>Test images whose set holds an acceptable label.</summary>
    public required int CoveredImages { get; init; }

    /// <summary>[N] whether the set of each image of the dataset holds one; false for one that was not tested
    /// on.</summary>
    public required ReadOnlyMemory<bool> Covered { get; init; }

    /// <summary>Test images with an empty set. Sets may be empty; they count as size 0 and not covered.</summary>
    public required int EmptySets { get; init; }

    /// <summary>Covered over test images, in [0, 1], meant to be ≥ 1 − α; NaN for N = 0.</summary>
    public double Coverage => (double)CoveredImages / TestImages;

    /// <summary>Wilson's 95 % interval of <see cref="Coverage"/>; where several images are of one picture, with as many
    /// trials as the pictures are worth.</summary>
    /// <param name="pictures">Pictures of the images; null where each is its own.</param>
    public Interval CoverageInterval(Clusters? pictures)
    {
        int[] tested = [.. Enumerable.Range(0, Sizes.Length).Where(image => Sizes.Span[image] >= 0)];
        return ImageShare.IntervalOf(tested, image => Covered.Span[image], pictures?.Pictures);
    }

    /// <summary>Mean set size; NaN for N = 0.</summary>
    public required double MeanSize { get; init; }

    /// <summary>Median set size, the mean of the middle two for even N; NaN for N = 0.</summary>
    public required double MedianSize { get; init; }

    /// <summary>Coverage by set size: 0–1, 2–3, 4–10, 11–100 and 101–C, the strata of Angelopoulos et al.,
    /// 2021.</summary>
    public required IReadOnlyList<SizeStratum> Strata { get; init; }

    /// <summary>Size-stratified coverage: the lowest over strata with images; NaN for N = 0.</summary>
    public double SizeStratifiedCoverage =>
        Strata.Where(static s => s.Count.Images > 0).Select(static s => s.Count.Coverage).DefaultIfEmpty(double.NaN).Min();

    /// <summary>[C] by class of the image: its original class, else its first label.</summary>
    public required IReadOnlyList<CoverageCount> Classes { get; init; }

    /// <summary>Lowest coverage of a class; NaN for N = 0.</summary>
    public required double WorstClassCoverage { get; init; }

    /// <summary>5th percentile of the classes' coverages, linear between neighbours; NaN for N = 0.</summary>
    public required double FifthPercentileClassCoverage { get; init; }
}
