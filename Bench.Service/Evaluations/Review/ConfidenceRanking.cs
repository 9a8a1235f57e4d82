using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Metrics.OpenSet;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that do not tell right answers from wrong ones, as those of other images: of all, or of a stretch.</summary>
/// <remarks>The chance that a right answer is more confident than a wrong one (AUROC) is ½ where they have nothing to do with each other,
/// with a standard error of √((m + n + 1) / 12 m n) over m right and n wrong ones (Mann and Whitney, 1947); of 36 published models it
/// is 0.83 and more. Doubted is what lies below ½ and two of those, where these leave room below a model's.</remarks>
static class ConfidenceRanking
{
    const double Clear = 2;
    const double MostError = 0.05;

    /// <summary>Most standard error for a stretch; less than for all answers, because there are many stretches.</summary>
    const double MostErrorOfStretch = 0.03;

    /// <summary>Stretches of equal length that are looked at by themselves.</summary>
    static readonly int[] Parts = [2, 4, 8];

    /// <param name="confidence">[N] of each image's best class.</param>
    /// <param name="correct">[N] whether it is right.</param>
    public static Check? Of(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct)
    {
        if (Doubted(confidence, correct, MostError) is { } auroc)
            return Told("", auroc);
        foreach (var parts in Parts)
            for (var part = 0; part < parts; part++)
            {
                var (from, to) = (Edge(part, parts, confidence.Length), Edge(part + 1, parts, confidence.Length));
                if (Doubted(confidence[from..to], correct[from..to], MostErrorOfStretch) is { } low)
                    return Told($"Of the images {from:N0} to {to - 1:N0}, counted from 0: ", low);
            }
        return null;
    }

    static int Edge(int part, int parts, int count) => (int)((long)part * count / parts);

    static double? Doubted(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct, double mostError)
    {
        double right = correct.Count(true),
            wrong = correct.Length - right;
        var error = Math.Sqrt((right + wrong + 1) / (12 * right * wrong));
        // Infinite where all are right, or none.
        if (!(error <= mostError))
            return null;
        var auroc = Auroc.Compute(ThresholdSweep.Of(confidence, correct));
        return auroc < 0.5 + Clear * error ? auroc : null;
    }

    static Check Told(string where, double auroc) =>
        Check.Warning(
            CheckCodes.ConfidenceDoubtful,
            $"{where}{(where.Length == 0 ? "Right" : "right")} answers are no more confident than wrong ones "
                + string.Create(CultureInfo.InvariantCulture, $"(AUROC {auroc:0.000}, and 0.5 is chance): ")
                + "the confidences may belong to other images, or be turned round; or the images were chosen for being mistaken surely."
        );
}
