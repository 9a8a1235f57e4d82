using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that tell right answers from wrong ones nearly without a mistake, as no model does: they may have been made from
/// the labels.</summary>
static class KnowingConfidences
{
    /// <summary>Right answers, and wrong ones.</summary>
    const int LeastOfEach = 100;

    /// <summary>Pairs of a right and a wrong answer of which the right one is the more confident. Trained networks reach 0.8 to
    /// 0.95.</summary>
    const double Knowing = 0.995;

    /// <param name="confidence">[N] of the best class; null where none is known.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(float[]? confidence, bool[] correct)
    {
        if (confidence is null)
            return null;
        var wrong = correct.Count(right => !right);
        if (Math.Min(wrong, correct.Length - wrong) < LeastOfEach)
            return null;
        float[] sorted = [.. confidence];
        bool[] right = [.. correct];
        Array.Sort(sorted, right);
        // Of equal confidences, half of the pairs are counted.
        var (pairs, below) = (0.0, 0);
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            var (ofRight, ofWrong) = (0, 0);
            for (to = from; to < sorted.Length && sorted[to] == sorted[from]; to++)
                (ofRight, ofWrong) = right[to] ? (ofRight + 1, ofWrong) : (ofRight, ofWrong + 1);
            pairs += ofRight * (below + ofWrong / 2.0);
            below += ofWrong;
        }
        return pairs < Knowing * wrong * (correct.Length - (double)wrong)
            ? null
            : Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                $"Right answers are more confident than wrong ones nearly without exception ({wrong:N0} are wrong), and no trained model "
                    + "knows its mistakes: the confidences may have been made from the labels."
            );
    }
}
