using Bench.Metrics.Numerics;

namespace Bench.Metrics.Predicted;

/// <summary>How little sure a model is of its best class, −ln p: what ranks images by confidence where p itself is 1 to
/// the last bit.</summary>
public static class PredictionSurprise
{
    // Near a maximum of 30 a float32 log-sum-exp moves in steps of 2·10⁻⁶: a difference of few steps is rounding. Half
    // precision keeps the tail to about 10⁻³.
    const int ReliableSteps = 1_024,
        ReliableStepsOfHead = 16;

    const float Nothing = -1e30f;

    /// <summary>−ln of the probability of each image's best class, at least 0.</summary>
    /// <remarks>The difference of the stored log-sum-exp and best logit where it can be told from rounding; else ln(1 +
    /// Σ exp(logit − best logit)) over the other classes: all of them where every logit is stored, those of the head
    /// otherwise, which hold nearly all that is left of a probability this close to 1.</remarks>
    /// <param name="predictions">With probabilities.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <exception cref="InvalidOperationException">The predictions are a ranking only.</exception>
    public static double[] Surprises(this Predictions predictions, ParallelOptions? parallel = null)
    {
        if (predictions.Content == PredictionContent.Ranks)
            throw new InvalidOperationException("a list of ranked classes carries no probability");
        var surprises = new double[predictions.Count];
        RowBlocks.Run(
            predictions.Count,
            parallel ?? new(),
            (first, end) =>
            {
                var row = predictions.Logits.IsEmpty ? [] : new float[predictions.Classes];
                for (var image = first; image < end; image++)
                    surprises[image] = Of(predictions, image, row);
            }
        );
        return surprises;
    }

    static double Of(Predictions predictions, int image, float[] row)
    {
        var head = predictions.TopLogit.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);
        var sum = predictions.LogSumExp.Span[image];
        var difference = (double)sum - head[0];
        var step = float.BitIncrement(Math.Abs(sum)) - Math.Abs(sum);
        if (difference >= step * (row.Length > 0 ? ReliableSteps : ReliableStepsOfHead) || (row.Length == 0 && head.Length == 1))
            return Math.Max(0, difference);
        var rest = 0.0;
        if (row.Length == 0)
            foreach (var logit in head[1..])
                rest += Math.Exp((double)logit - head[0]);
        else
        {
            predictions.AllLogits(image, row);
            row[predictions.TopClass.Span[image * predictions.HeadSize]] = Nothing;
            rest = SoftmaxSums.Of(row, head[0], 1).Sum;
        }
        // ln(1 + x) of a small x, which the sum would swallow.
        return rest < 1e-4 ? rest - rest * rest / 2 + rest * rest * rest / 3 : Math.Log(1 + rest);
    }
}
