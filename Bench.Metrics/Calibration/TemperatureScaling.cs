using System.Numerics.Tensors;
using Bench.Metrics.Scoring;

namespace Bench.Metrics.Calibration;

/// <summary>One number that divides all logits, fitted by likelihood.</summary>
public static class TemperatureScaling
{
    /// <summary>Smallest temperature considered; reached when every image of the split is right.</summary>
    public const double Lowest = 0.01;

    /// <summary>Largest temperature considered; reached when the logits say nothing.</summary>
    public const double Highest = 100;

    /// <summary>The temperature that minimises the negative log-likelihood over some images.</summary>
    /// <param name="predictions">Predictions with every logit.</param>
    /// <param name="labels">Label view; with several acceptable classes the likelihood is that of the set.</param>
    /// <param name="split">Images to fit on; those that the view leaves out are not used.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <remarks>Newton's method on 1/T inside a bracket, to a relative 10⁻⁹; the objective is convex in 1/T for single labels. Guo et al., 2017. The floor
    /// of the reported likelihood plays no part. No image to fit on gives NaN.</remarks>
    /// <exception cref="InvalidOperationException">The predictions do not carry every logit.</exception>
    public static double Fit(Predictions predictions, Labels labels, BitSet split, ParallelOptions? parallel = null)
    {
        if (predictions.Content != PredictionContent.Full) throw new InvalidOperationException("a temperature needs every logit");
        int[] images = [.. Enumerable.Range(0, labels.Count).Where(i => split[i] && labels.IsUsed(i))];
        if (images.Length == 0) return double.NaN;
        var (low, high, inverse) = (1 / Highest, 1 / Lowest, 1.0);
        for (var step = 0; step < 100; step++)
        {
            var (slope, curvature) = Derivatives(predictions, labels, images, inverse, parallel ?? new());
            if (slope > 0) high = inverse;
            else low = inverse;
            var next = inverse - slope / curvature;
            if (!(curvature > 0) || next <= low || next >= high) next = Math.Sqrt(low * high);
            if (Math.Abs(next - inverse) <= 1e-9 * inverse) return 1 / next;
            inverse = next;
        }
        return 1 / inverse;
    }

    /// <summary>The same predictions with all logits divided by a temperature. The ranking does not change and the stored tail is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    /// <exception cref="InvalidOperationException">The predictions do not carry every logit.</exception>
    public static Predictions AtTemperature(this Predictions predictions, double temperature, ParallelOptions? parallel = null)
    {
        if (!(temperature > 0) || double.IsInfinity(temperature)) throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is positive");
        if (predictions.Content != PredictionContent.Full) throw new InvalidOperationException("a temperature needs every logit");
        var inverse = (float)(1 / temperature);
        var (head, sums) = (new float[predictions.TopLogit.Length], new float[predictions.Count]);
        TensorPrimitives.Multiply(predictions.TopLogit.Span, inverse, head);
        RowBlocks.Run(predictions.Count, parallel ?? new(), (first, end) =>
        {
            var row = new float[predictions.Classes];
            for (var i = first; i < end; i++)
            {
                predictions.AllLogits(i, row);
                sums[i] = PredictionHead.LogSumExp(row, predictions.TopLogit.Span[i * predictions.HeadSize], inverse);
            }
        });
        return predictions with { TopLogit = head, LogSumExp = sums, TailScale = predictions.TailScale * inverse };
    }

    /// <summary>First and second derivative of the summed negative log-likelihood by 1/T.</summary>
    static (double Slope, double Curvature) Derivatives(Predictions predictions, Labels labels, int[] images, double inverse, ParallelOptions parallel)
    {
        var blocks = new (double Slope, double Curvature)[RowBlocks.CountOf(images.Length)];
        RowBlocks.Run(images.Length, parallel, (first, end) =>
        {
            var (logits, weights, set) = (new float[predictions.Classes], new float[predictions.Classes], new float[predictions.Classes]);
            ref var block = ref blocks[first / RowBlocks.Size];
            for (var i = first; i < end; i++)
            {
                predictions.AllLogits(images[i], logits);
                TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
                var (mean, variance) = Moments(logits, weights, inverse);
                var label = labels.Of(images[i]);
                for (var c = 0; c < label.Length; c++) set[c] = logits[label[c]];
                var (labelMean, labelVariance) = label.Length == 1 ? (set[0], 0) : SetMoments(set.AsSpan(0, label.Length), weights, inverse);
                block = (block.Slope + mean - labelMean, block.Curvature + variance - labelVariance);
            }
        });
        return blocks.Aggregate((a, b) => (a.Slope + b.Slope, a.Curvature + b.Curvature));
    }

    static (double Mean, double Variance) SetMoments(Span<float> logits, Span<float> weights, double inverse)
    {
        var maximum = TensorPrimitives.Max<float>(logits);
        TensorPrimitives.Subtract(logits, maximum, logits);
        var (mean, variance) = Moments(logits, weights[..logits.Length], inverse);
        return (mean + maximum, variance);
    }

    /// <summary>Mean and variance of logits under the softmax of logits / T.</summary>
    static (double Mean, double Variance) Moments(ReadOnlySpan<float> logits, Span<float> weights, double inverse)
    {
        TensorPrimitives.Multiply(logits, (float)inverse, weights);
        TensorPrimitives.Exp(weights, weights);
        var total = (double)TensorPrimitives.Sum<float>(weights);
        TensorPrimitives.Multiply(weights, logits, weights);
        var mean = TensorPrimitives.Sum<float>(weights) / total;
        return (mean, Math.Max(0, TensorPrimitives.Dot<float>(weights, logits) / total - mean * mean));
    }
}
