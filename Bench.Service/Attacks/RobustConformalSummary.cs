using Bench.Metrics.Conformal;
using Bench.Metrics.Statistics;

namespace Bench.Service.Attacks;

/// <summary>What robust prediction sets came to, over the images that were tested.</summary>
/// <param name="Holdout">Images that scores were spread by.</param>
/// <param name="Calibration">Images that the threshold was taken from.</param>
/// <param name="Tested">Images that have sets.</param>
/// <param name="Threshold">RSCP's q̂; null where there are too few calibration images for α: then every class is in
/// every set.</param>
/// <param name="PlusThreshold">That of RSCP+, before its correction; null as the other.</param>
/// <param name="Correction">Hoeffding's bound, which RSCP+ adds.</param>
/// <param name="Points">For the radius 0 and for each that was asked for.</param>
public sealed record RobustConformalSummary(
    int Holdout,
    int Calibration,
    int Tested,
    double? Threshold,
    double? PlusThreshold,
    double Correction,
    IReadOnlyList<RobustConformalPoint> Points
)
{
    /// <param name="spec">What was asked for.</param>
    /// <param name="radii">Radii that were asked for.</param>
    /// <param name="images">Images that are done.</param>
    /// <param name="numbers">Makes shares and means of images.</param>
    public static RobustConformalSummary Of(
        RobustConformalSpec spec,
        IReadOnlyList<double> radii,
        IReadOnlyList<AttackedImage> images,
        ImageNumbers numbers
    )
    {
        var done = images.Select(image => image.Conformal!).ToList();
        double[] scores = [.. done.Where(image => image.Role == ConformalRole.Calibration).Select(image => image.Score)];
        var tested = images.Where(image => image.Conformal!.Role == ConformalRole.Test).ToList();
        return new(
            done.Count(image => image.Role == ConformalRole.Holdout),
            scores.Length,
            tested.Count,
            Finite(ConformalQuantile.Compute(scores, spec.Alpha)),
            Finite(ConformalQuantile.Compute(scores, spec.Alpha - 2 * spec.Beta)),
            RobustConformal.Hoeffding(spec.Samples, spec.Beta),
            [
                .. radii
                    .Prepend(0)
                    .Select(
                        (radius, place) =>
                            RobustConformalPoint.Of(
                                radius,
                                tested.ConvertAll(image => (image.Index, image.Conformal!.Sets[place])),
                                numbers
                            )
                    ),
            ]
        );

        static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }
}

/// <summary>Sets at one radius ε.</summary>
/// <param name="Radius">No move shorter than this, in L2, was to make a set lose its label; 0 for sets that promise
/// nothing under attack.</param>
/// <param name="Rscp">Sets that take the mean over the draws for the mean over all noise.</param>
/// <param name="RscpPlus">Sets whose coverage is guaranteed, the draws included.</param>
public sealed record RobustConformalPoint(double Radius, ConformalSetNumbers Rscp, ConformalSetNumbers RscpPlus)
{
    internal static RobustConformalPoint Of(double radius, List<(int Image, RobustSets Own)> sets, ImageNumbers numbers) =>
        new(
            radius,
            ConformalSetNumbers.Of([.. sets.Select(set => (set.Image, set.Own.Size, set.Own.Covers))], numbers),
            ConformalSetNumbers.Of([.. sets.Select(set => (set.Image, set.Own.PlusSize, set.Own.PlusCovers))], numbers)
        );
}

/// <param name="Coverage">Share of tested images, as they are, whose set has the label.</param>
/// <param name="MedianSize">Classes of the middle set; the lower one of two.</param>
/// <param name="MedianLow">Its 95 % interval, two of the sizes (Conover, 1999); null of fewer than two sets, and where several are of
/// one picture.</param>
/// <param name="MeanSize">Classes of a set on average.</param>
/// <param name="MeanLow">Its 95 % interval, by the normal distribution; null of fewer than 30 pictures.</param>
public sealed record ConformalSetNumbers(
    AttackShare Coverage,
    int? MedianSize,
    double? MedianLow,
    double? MedianHigh,
    double? MeanSize,
    double? MeanLow,
    double? MeanHigh
)
{
    internal static ConformalSetNumbers Of((int Image, int Size, bool Covers)[] sets, ImageNumbers numbers)
    {
        var coverage = numbers.Share([.. sets.Select(set => (set.Image, set.Covers))]);
        if (sets.Length == 0)
            return new(coverage, null, null, null, null, null, null);
        int[] sizes = [.. sets.Select(set => set.Size).Order()];
        var median = numbers.Clusters(sets.Select(set => set.Image)) is null
            ? MedianInterval.Of(sizes)
            : Interval.Without(NoInterval.PicturesRepeated);
        var mean = numbers.Mean([.. sets.Select(set => (set.Image, (double)set.Size))], out var average);
        return new(
            coverage,
            sizes[(sizes.Length - 1) / 2],
            Finite(median.Low),
            Finite(median.High),
            average,
            Finite(mean.Low),
            Finite(mean.High)
        );

        static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }
}
