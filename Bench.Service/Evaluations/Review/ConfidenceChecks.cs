using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences from which calibration follows only in name.</summary>
static class ConfidenceChecks
{
    const int LeastImages = 20;
    const int LeastClasses = 10;

    /// <summary>Of a confidence; single precision.</summary>
    const float Rounding = 1e-6f;

    public static IEnumerable<Check> Of(Answers answers)
    {
        if (answers.Confidence is not { Length: >= LeastImages } confidence)
            yield break;
        var (least, most) = (confidence.Min(), confidence.Max());
        if (most - least <= Rounding)
            yield return Check.Warning(
                CheckCodes.ConfidenceConstant,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Every one of the {confidence.Length:N0} answers has the confidence {most:G4}: "
                ) + "calibration compares one number with the accuracy, and nothing can be ranked by confidence."
            );
        else if (answers.Classes >= LeastClasses && most <= MostOfFlat(answers.Classes))
            yield return Check.Warning(
                CheckCodes.ConfidenceFlat,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"No answer is more confident than {most:G3}, which is the most that a softmax over numbers from 0 to 1 gives: "
                )
                    + "it may stand on another softmax, or on similarities without their scale. Calibration and "
                    + "proper scores then say nothing of the model."
            );
    }

    /// <summary>The softmax of 1 among C − 1 zeros.</summary>
    static double MostOfFlat(int classes) => Math.E / (classes - 1 + Math.E) * (1 + 1e-3);
}
