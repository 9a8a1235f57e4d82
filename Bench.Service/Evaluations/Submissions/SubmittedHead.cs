using System.Globalization;
using System.Numerics.Tensors;
using Bench.Data.Predictions;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Whether ranked logits, their log Σ exp and, where they are given, all logits can be of the same rows.</summary>
static class SubmittedHead
{
    /// <summary>Of a log Σ exp that somebody computed in half or single precision.</summary>
    const double Rounding = 0.02;

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
