using Bench.Metrics.Statistics;

namespace Bench.Metrics.OpenSet;

/// <summary>How well a score tells out-of-distribution images from in-distribution ones when shifted in-distribution
/// images count as in-distribution, as they do for a user.</summary>
/// <param name="Auroc">Area under the ROC curve, out-of-distribution images positive, in [0, 1]; NaN without images on
/// either side.</param>
/// <param name="AurocInterval">Its 95 % interval, from the value and the two numbers of images; of pictures where
/// several images are of one.</param>
/// <param name="Fpr95">Share of in-distribution images, shifted ones included, at or above the first threshold that 95
/// % of the out-of-distribution images reach, in [0, 1].</param>
/// <param name="Fpr95Id">Share of out-of-distribution images accepted at the first threshold that accepts 95 % of the
/// in-distribution images, in [0, 1].</param>
/// <param name="Inside">In-distribution images, shifted ones included.</param>
/// <param name="Outside">Out-of-distribution images.</param>
/// <remarks>The images of all in-distribution sets are one sample: a large shifted set weighs by its images. Yang et
/// al., "Full-Spectrum Out-of-Distribution Detection", 2023; Zhang et al., OpenOOD v1.5, 2023.</remarks>
public readonly record struct FullSpectrum(double Auroc, Interval AurocInterval, double Fpr95, double Fpr95Id, int Inside, int Outside)
{
    /// <param name="inside">Scores of each in-distribution set, the clean one and the shifted ones; higher is
    /// stranger.</param>
    /// <param name="outside">Scores of the out-of-distribution images.</param>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static FullSpectrum Of(IReadOnlyList<StrangeImages> inside, StrangeImages outside)
    {
        ArgumentNullException.ThrowIfNull(inside);
        float[] pooled = [.. inside.SelectMany(images => images.Scores.ToArray())];
        var sweep = ThresholdSweep.OfTwo(outside.Scores.Span, pooled);
        var auroc = OpenSet.Auroc.Compute(sweep);
        return new(
            auroc,
            Statistics.AurocInterval.Of(auroc, outside.Pictures, inside.Sum(images => (long)images.Pictures)),
            FprAtTpr.Compute(sweep),
            FprAtTpr.OfNegatives(sweep),
            pooled.Length,
            outside.Scores.Length
        );
    }
}
