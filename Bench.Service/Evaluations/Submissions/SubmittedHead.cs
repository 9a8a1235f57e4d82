using System.Globalization;
using System.Numerics.Tensors;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Evaluations.Review;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Whether ranked logits, their log Σ exp and, where they are given, all logits can be of the same
/// rows.</summary>
static class SubmittedHead
{
    /// <summary>Rounding of a log Σ exp that was computed in half or single precision.</summary>
    const double Rounding = 0.02;

    /// <summary>Rows whose last rank has at least this probability say whether there is anything behind it.</summary>
    const double LeastShare = 1e-3;

    /// <summary>A share of the last rank's probability; less is nothing, to single precision.</summary>
    const double Nothing = 0.02;

    const int LeastTelling = 8;
    const double MostlyAlone = 0.9;

    /// <param name="arrays">In the submission's order.</param>
    /// <param name="classes">C.</param>
    /// <param name="ranksAll">Whether the ranked classes are the best of all C, and not of a mask.</param>
    /// <exception cref="PredictionFileException">They cannot; the message names the first wrong row.</exception>
    public static void Verify(PredictionArrays arrays, int classes, bool ranksAll)
    {
        for (var row = 0; row < arrays.LogSumExp.Length; row++)
        {
            var head = arrays.TopLogit.AsSpan(row * arrays.HeadSize, arrays.HeadSize);
            var best = head[0];
            var ranked = 0.0;
            foreach (var logit in head)
                ranked += Math.Exp((double)logit - best);
            var allowed = Rounding + Math.Abs(best) * 1e-3;
            var (least, most) = (
                best + Math.Log(ranked),
                best + Math.Log(ranked + (classes - head.Length) * Math.Exp((double)head[^1] - best))
            );
            if (arrays.LogSumExp[row] < least - allowed || (ranksAll && arrays.LogSumExp[row] > most + allowed))
                throw new PredictionFileException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"row {row:N0}: logsumexp is {arrays.LogSumExp[row]:G5}, and that of {classes} logits "
                            + $"with the row's topk_logit as the greatest lies from {least:G5} to {most:G5}"
                    )
                );
        }
    }

    /// <summary>How many rows have several classes on the first rank. Nothing else is known of rows whose tail is
    /// not.</summary>
    public static RowFacts TiesOf(PredictionArrays arrays)
    {
        var tied = 0;
        for (var at = 0; arrays.HeadSize > 1 && at < arrays.TopLogit.Length; at += arrays.HeadSize)
            tied += arrays.TopLogit[at] == arrays.TopLogit[at + 1] ? 1 : 0;
        return new RowFacts
        {
            Rows = arrays.TopLogit.Length / arrays.HeadSize,
            TopTied = tied,
            Different = 1,
        };
    }

    /// <summary>The check of sums that were taken over the ranked classes alone: the last of them has a share that all
    /// classes behind it together do not have. Null where they may be over all.</summary>
    public static Check? WhyNotOfAll(PredictionArrays arrays, int classes)
    {
        // The only rank of one is the best, and a sure model leaves nothing behind it.
        if (arrays.HeadSize < 2 || classes < 2 * arrays.HeadSize)
            return null;
        var (telling, alone) = (0, 0);
        for (var row = 0; row < arrays.LogSumExp.Length; row++)
        {
            var (ranked, last) = (0.0, 0.0);
            foreach (var logit in arrays.TopLogit.AsSpan(row * arrays.HeadSize, arrays.HeadSize))
                ranked += last = Math.Exp((double)logit - arrays.LogSumExp[row]);
            if (last < LeastShare)
                continue;
            telling++;
            alone += 1 - ranked < last * Nothing ? 1 : 0;
        }
        return telling < LeastTelling || alone < MostlyAlone * telling
            ? null
            : Check.Warning(
                CheckCodes.ScaleUnknown,
                $"In {alone:N0} of {telling:N0} rows the {classes - arrays.HeadSize:N0} classes behind the ranked ones have no "
                    + "probability, though the last ranked one has: 'logsumexp' seems to be over the ranked classes alone, not over "
                    + "all. Accuracies hold; calibration and proper scores are left out."
            );
    }

    /// <summary>Whether the best of a row of all logits is the best ranked one.</summary>
    /// <exception cref="PredictionFileException">It is not.</exception>
    public static void VerifyBest(PredictionArrays arrays, int row, ReadOnlySpan<float> logits)
    {
        var (best, ranked) = (TensorPrimitives.Max(logits), arrays.TopLogit[row * arrays.HeadSize]);
        if (best > ranked + MathF.Abs(ranked) / 512 + 1e-3f)
            throw new PredictionFileException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"row {row:N0}: logits has {best:G5} for class {TensorPrimitives.IndexOfMax(logits)}, which "
                        + $"is more than the best of topk_logit, {ranked:G5}"
                )
            );
    }
}
