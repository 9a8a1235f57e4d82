using Bench.Data.Outcomes;
using Bench.Metrics.OpenSet;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that tell right answers from wrong ones nearly without a mistake, as no model does: they may have been made from
/// the labels.</summary>
static class KnowingConfidences
{
    /// <summary>Right answers, and wrong ones.</summary>
    const int LeastOfEach = 100;

    /// <summary>Share of the pairs of a right and a wrong answer of which the right one is the more confident, AUROC. Trained networks
    /// reach 0.8 to 0.95.</summary>
    const double Knowing = 0.995;

    /// <summary>Where the probability of the right class was written in the place of the best's, no wrong answer has as much as this; of 36
    /// published models 26 % of the wrong answers and more do.</summary>
    const float Half = 0.5f;
    const int LeastWrong = 200;

    /// <summary>Share of the right answers that do, so that wrong ones might.</summary>
    const double LeastSure = 0.6;

    /// <param name="confidence">[N] of the best class, one image of each picture.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(float[] confidence, bool[] correct)
    {
        var wrong = correct.Count(right => !right);
        if (Math.Min(wrong, correct.Length - wrong) < LeastOfEach)
            return null;
        return Auroc.Compute(ThresholdSweep.Of(confidence, correct)) >= Knowing
                ? Check.Warning(
                    CheckCodes.ConfidenceDoubtful,
                    $"Right answers are more confident than wrong ones nearly without exception ({wrong:N0} are wrong), and no trained "
                        + "model knows its mistakes: the confidences may have been made from the labels."
                )
            : AreOfLabels(confidence, correct, wrong)
                ? Check.Warning(
                    CheckCodes.ConfidenceDoubtful,
                    $"Not one of {wrong:N0} wrong answers has a confidence of 0.5, and most right ones have: the numbers may be "
                        + "probabilities of the images' labels in place of the answers'."
                )
            : null;
    }

    static bool AreOfLabels(float[] confidence, bool[] correct, int wrong)
    {
        var sure = 0;
        for (var image = 0; image < correct.Length; image++)
        {
            if (confidence[image] < Half)
                continue;
            if (!correct[image])
                return false;
            sure++;
        }
        return wrong >= LeastWrong && sure >= LeastSure * (correct.Length - wrong);
    }
}
