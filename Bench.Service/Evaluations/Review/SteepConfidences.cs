using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences whose log-odds are several times too large, as where logits were multiplied by a temperature instead of divided, or
/// exponentiated once more.</summary>
/// <remarks>The slope of a logistic regression, without a constant, of being right on the log-odds of the confidence, over the answers with
/// more than ½: 1 where calibrated. It is 0.67 and 0.92 for the public ResNet-50 and ViT over val, and 1.17 for MobileNetV2 over 200
/// photographs; with logits times 10 it is 0.15.</remarks>
static class SteepConfidences
{
    const double LeastSlope = 0.2;

    /// <summary>Standard errors.</summary>
    const double Clear = 2;

    const int LeastWrong = 10;
    const float Half = 0.5f;

    /// <summary>Single precision holds no probability between this and 1.</summary>
    const double Most = 1 - 1e-7;

    /// <param name="confidence">[N] of the best class, one image of each picture.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(float[] confidence, bool[] correct)
    {
        var right = correct.Count(one => one);
        int[] sure = [.. Enumerable.Range(0, confidence.Length).Where(image => confidence[image] > Half)];
        if (2 * right < correct.Length || 2 * sure.Length < confidence.Length || sure.Count(image => !correct[image]) < LeastWrong)
            return null;
        var odds = Array.ConvertAll(sure, image => Math.Log(Math.Min(confidence[image], Most) / (1 - Math.Min(confidence[image], Most))));
        // The likelihood's derivative falls with the slope: the slope lies below where it is negative.
        var information = 0.0;
        if (Derivative(LeastSlope) >= 0)
            return null;
        var (low, high) = (0.0, LeastSlope);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Derivative(middle) < 0 ? (low, middle) : (middle, high);
        }
        _ = Derivative(high);
        return high + Clear / Math.Sqrt(information) >= LeastSlope
            ? null
            : Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of {sure.Length:N0} answers with confidences above 0.5, {sure.Count(image => !correct[image]):N0} are wrong, which "
                        + $"goes with log-odds of {high:0.00} times theirs, and published models' are within a third and three times: "
                ) + "scores may have been multiplied by a temperature or be exponentials of scores, or some rows be of other images."
            );

        double Derivative(double slope)
        {
            var sum = 0.0;
            information = 0;
            for (var i = 0; i < sure.Length; i++)
            {
                var chance = 1 / (1 + Math.Exp(-slope * odds[i]));
                sum += odds[i] * ((correct[sure[i]] ? 1 : 0) - chance);
                information += odds[i] * odds[i] * chance * (1 - chance);
            }
            return sum;
        }
    }
}
