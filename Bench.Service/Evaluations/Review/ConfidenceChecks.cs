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

    /// <summary>Among so many wrong answers of a softmax over a hundred classes some are hardly sure of anything.</summary>
    const int LeastWrong = 300;
    const int ManyClasses = 100;
    const float Unsure = 0.25f;

    /// <summary>By so much more often right than its confidences say no softmax is that was trained.</summary>
    const double FarBelow = 0.4;

    /// <summary>Of each kind, for a comparison of their confidences.</summary>
    const int LeastOfEach = 100;

    /// <param name="answers">Of the model.</param>
    /// <param name="isRight">Whether the answer for an image is right; null where that says nothing of the best of all classes.</param>
    public static IEnumerable<Check> Of(Answers answers, Func<int, bool>? isRight = null)
    {
        int? right = isRight is null ? null : Enumerable.Range(0, answers.Count).Count(isRight);
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
        else if (right is { } known && confidence.Length - known >= LeastWrong && answers.Classes >= ManyClasses && least >= Unsure)
            yield return Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of {confidence.Length:N0} answers, {confidence.Length - known:N0} of them wrong, none is less confident "
                        + $"than {least:G3}: "
                ) + "the probabilities may be over the best few classes alone, or logarithms by another base than e."
            );
        else if (
            right is { } often
            && confidence.Length >= LeastOfEach
            && (double)often / confidence.Length - confidence.Average() is var gap
            && gap >= FarBelow
        )
            yield return Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(double)often / confidence.Length:P1} of the answers are right, and their mean confidence is "
                        + $"{confidence.Average():G3}: "
                ) + "the numbers may be no probabilities, or be scaled."
            );
        else if (isRight is not null && Unrelated(confidence, isRight))
            yield return Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                "Right answers are no more confident than wrong ones: the confidences may belong to other images, or be turned round."
            );
    }

    /// <summary>Whether the mean confidence of right answers is not above that of wrong ones by two standard errors.</summary>
    static bool Unrelated(float[] confidence, Func<int, bool> isRight)
    {
        var (sums, squares, counts) = (new double[2], new double[2], new int[2]);
        for (var image = 0; image < confidence.Length; image++)
        {
            var kind = isRight(image) ? 1 : 0;
            (sums[kind], squares[kind]) = (sums[kind] + confidence[image], squares[kind] + (double)confidence[image] * confidence[image]);
            counts[kind]++;
        }
        return counts.Min() >= LeastOfEach
            && sums[1] / counts[1] - sums[0] / counts[0] < 2 * Math.Sqrt(VarianceOfMean(0) + VarianceOfMean(1));

        double VarianceOfMean(int kind) => (squares[kind] / counts[kind] - Math.Pow(sums[kind] / counts[kind], 2)) / counts[kind];
    }

    /// <summary>The softmax of 1 among C − 1 zeros.</summary>
    static double MostOfFlat(int classes) => Math.E / (classes - 1 + Math.E) * (1 + 1e-3);
}
