using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that are all multiples of one number: rounded to one decimal or two, or to bytes, or votes of a
/// few.</summary>
static class RoundedConfidences
{
    const int Least = 100;

    /// <summary>Of one number or two, other checks say more.</summary>
    const int LeastDifferent = 3;

    /// <summary>Of a confidence in single precision, as it is stored.</summary>
    const double Rounding = 1e-6;

    /// <summary>The numbers, the largest first, and whether half of one changes what is measured.</summary>
    static readonly (double Step, string Words, bool IsCoarse)[] Steps =
    [
        (0.1, "0.1", true),
        (0.05, "0.05", true),
        (0.01, "0.01", false),
        (1.0 / 255, "1/255", false),
        (1.0 / 256, "1/256", false),
    ];

    /// <param name="confidence">[N] of each image's best class.</param>
    public static Check? Of(float[] confidence)
    {
        if (confidence.Length < Least)
            return null;
        var step = Array.Find(Steps, one => Array.TrueForAll(confidence, each => IsMultiple(each, one.Step)));
        var different = step.Words is null ? 0 : confidence.Distinct().Count();
        if (different < LeastDifferent)
            return null;
        var message =
            $"Every confidence is a multiple of {step.Words}, {different:N0} different ones for {confidence.Length:N0} answers: they seem "
            + $"to be rounded, or to be votes. Each may be up to {(step.Step / 2).ToString("G2", CultureInfo.InvariantCulture)} off, so "
            + "calibration is that of rounded numbers, and what ranks by confidence has ties.";
        return step.IsCoarse ? Check.Warning(CheckCodes.ConfidenceRounded, message) : Check.Note(CheckCodes.ConfidenceRounded, message);
    }

    static bool IsMultiple(float value, double step) => Math.Abs(value - Math.Round(value / step) * step) <= Rounding;
}
