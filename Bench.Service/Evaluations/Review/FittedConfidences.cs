using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that agree with the answers' accuracy better than chance lets any: they were fitted to these very labels, by
/// histogram binning or isotonic regression, and their calibration error is that of the fit.</summary>
/// <remarks>In groups of like confidences, Σ (right − Σ c)² / Σ c (1 − c) of a perfectly calibrated model is χ² with as many
/// degrees of freedom as groups, and of any other more. P(χ²_k &lt; x) is at most (x / 2)^(k / 2) / (k / 2)!.</remarks>
static class FittedConfidences
{
    /// <summary>Groups, an even number, and the variance of each, beside which it hardly counts that right answers are a whole
    /// number.</summary>
    const int MostGroups = 16;
    const int LeastGroups = 8;
    const double LeastVariance = 10;

    const double Chance = 1e-9;

    /// <param name="confidence">[N] of the best class, one image of each picture.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(float[] confidence, bool[] correct)
    {
        var order = Enumerable.Range(0, confidence.Length).ToArray();
        Array.Sort((float[])confidence.Clone(), order);
        var all = confidence.Sum(Variance);
        var wanted = Math.Min(MostGroups, (int)(all / LeastVariance)) / 2 * 2;
        if (wanted < LeastGroups)
            return null;
        var groups = new List<(double Excess, double Variance)>();
        var (excess, variance, sum) = (0.0, 0.0, 0.0);
        for (var place = 0; place < order.Length; place++)
        {
            var one = confidence[order[place]];
            (excess, variance) = (excess + (correct[order[place]] ? 1 : 0) - one, variance + Variance(one));
            sum += Variance(one);
            // Equal confidences stay together.
            var ends = place == order.Length - 1 || confidence[order[place + 1]] > one;
            if (ends && (sum >= all * (groups.Count + 1) / wanted || place == order.Length - 1) && variance >= LeastVariance / 2)
            {
                groups.Add((excess, variance));
                (excess, variance) = (0, 0);
            }
        }
        if (groups.Count % 2 == 1 && groups.Count > 1)
            groups[^2] = (groups[^2].Excess + groups[^1].Excess, groups[^2].Variance + groups[^1].Variance);
        var (pairs, square) = (
            groups.Count / 2,
            groups.Take(groups.Count / 2 * 2).Sum(group => group.Excess * group.Excess / group.Variance)
        );
        var bound = Enumerable.Range(1, pairs).Aggregate(1.0, (product, factor) => product * square / 2 / factor);
        return 2 * pairs < LeastGroups || bound > Chance
            ? null
            : Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                $"In each of {2 * pairs} groups of like confidences as many answers are right as their confidences say, nearer than chance "
                    + "leaves it even where a calibration is perfect: they seem to have been fitted to these labels, so calibration errors "
                    + "say nothing of other images."
            );
    }

    static double Variance(float confidence) => confidence * (1.0 - confidence);
}
