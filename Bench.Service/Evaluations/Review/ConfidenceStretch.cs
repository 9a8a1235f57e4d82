using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>A stretch of images in which answers are about as often right as elsewhere, and far more or less sure: confidences of another
/// scale, as where two files were put together.</summary>
/// <remarks>Of 36 published models, in the order of class folders and in that of names, the log-odds of no stretch differ by more than 1.4
/// on average, or 0.42 deviations; with a half of the logits times 2 they differ by 2.5 or more, and 0.57 deviations.</remarks>
static class ConfidenceStretch
{
    const int Least = 200;
    const double LeastShare = 0.05;

    const double Apart = 2.2;
    const double Deviations = 0.5;

    /// <summary>Standard errors.</summary>
    const double Clear = 5;

    /// <summary>Answers that are more often right are surer, too.</summary>
    const double SameAccuracy = 0.15;

    /// <param name="confidence">[N] of each image's best class, in order.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct)
    {
        var count = confidence.Length;
        if (count < 2 * Least)
            return null;
        var odds = LogOdds.Of(confidence);
        var (from, to) = FarthestStretch.Of(odds);
        var (inside, outside) = (to - from, count - to + from);
        if (Math.Min(inside, outside) < Math.Max(Least, LeastShare * count))
            return null;
        var (within, others) = (odds[from..to].Average(), (odds[..from].Sum() + odds[to..].Sum()) / outside);
        var squares = 0.0;
        for (var image = 0; image < count; image++)
            squares += Math.Pow(odds[image] - (image >= from && image < to ? within : others), 2);
        var deviation = Math.Sqrt(squares / count);
        var right = correct[from..to].Count(true);
        var (accuracy, othersAccuracy) = ((double)right / inside, (double)(correct.Count(true) - right) / outside);
        var least = Math.Max(Apart, Math.Max(Deviations, Clear * Math.Sqrt(1.0 / inside + 1.0 / outside)) * deviation);
        return Math.Abs(within - others) < least || Math.Abs(accuracy - othersAccuracy) > SameAccuracy
            ? null
            : Check.Warning(
                CheckCodes.ScalesMixed,
                $"Of the images {from:N0} to {to - 1:N0}, counted from 0, the mean log-odds of the confidence are "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{within:0.0}, and of the others {others:0.0}, while {100 * accuracy:0.0} % and {100 * othersAccuracy:0.0} % "
                    )
                    + "of the answers are right: two scales of confidences seem to be mixed, as of two files put together. Calibration is "
                    + "then no single model's."
            );
    }
}
