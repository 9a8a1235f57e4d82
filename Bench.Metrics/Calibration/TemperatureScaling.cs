using System.Numerics.Tensors;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Calibration;

/// <summary>One number that divides all logits, fitted by likelihood.</summary>
public static class TemperatureScaling
{
    /// <summary>Smallest temperature considered; the border at which the search ends when every image of the split is
    /// right.</summary>
    public const double Lowest = 0.01;

    /// <summary>Largest temperature considered; the border at which it ends when the model is the surer the more it is
    /// wrong.</summary>
    public const double Highest = 100;

    const double Precision = 1e-9;
    const int FewestToStartFrom = 256,
        StepsToBorder = 20;

    /// <summary>The temperature that minimises the negative log-likelihood over some images.</summary>
    /// <param name="predictions">Predictions with every logit.</param>
    /// <param name="labels">Label set; with several acceptable classes the likelihood is that of the set.</param>
    /// <param name="split">Images to fit on; those that the label set leaves out are not used.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <remarks>Newton's method on 1/T inside a bracket, to a relative 10⁻⁹; the objective is convex in 1/T for single
    /// labels. Guo et al.,
    /// 2017. The floor of the reported likelihood plays no part. Where the likelihood still rises at a border the value
    /// is that border. No image to fit on gives NaN, and so do images whose likelihood does not depend on the
    /// temperature: tied logits.</remarks>
    /// <exception cref="InvalidOperationException">The predictions do not carry every logit.</exception>
    public static double Fit(Predictions predictions, GroundTruth labels, BitSet split, ParallelOptions? parallel = null)
    {
        if (predictions.Content != PredictionContent.Full)
            throw new InvalidOperationException("a temperature needs every logit");
        int[] images = [.. Enumerable.Range(0, labels.Count).Where(i => split[i] && labels.IsUsed(i))];
        if (images.Length == 0)
            return double.NaN;
        if (AreTied(predictions, images))
            return double.NaN;
        // Every eighth image finds the neighbourhood; from there a few steps over all of them are enough.
        int[] some = [.. images.Where((_, place) => place % 8 == 0)];
        var near = some.Length < FewestToStartFrom ? 1.0 : Minimum(predictions, labels, some, 1.0, 1e-3, parallel ?? new());
        return AtBorder(1 / Minimum(predictions, labels, images, near, Precision, parallel ?? new()));
    }

    /// <summary>The 95 % interval of a fitted temperature; none for fewer than two images, and at a border of the
    /// search.</summary>
    /// <remarks>Of 1/T, the likelihood's own normal interval with the variance Σ slope² / (Σ curvature)² over the
    /// images, which holds whether or not the model is right (White, 1982); its ends are turned into
    /// temperatures.</remarks>
    internal static Interval IntervalOf(
        Predictions predictions,
        GroundTruth labels,
        BitSet split,
        double temperature,
        ParallelOptions? parallel = null
    )
    {
        int[] images = [.. Enumerable.Range(0, labels.Count).Where(i => split[i] && labels.IsUsed(i))];
        if (images.Length < 2)
            return Interval.None;
        if (!(temperature > Lowest && temperature < Highest))
            return Interval.Without(NoInterval.AtBorder);
        var (_, curvature, squares) = Derivatives(predictions, labels, images, 1 / temperature, parallel ?? new());
        var half = WilsonInterval.Z95 * Math.Sqrt(squares) / curvature;
        return double.IsFinite(half) && half > 0
            ? new(
                Math.Max(Lowest, 1 / (1 / temperature + half)),
                half < 1 / temperature ? Math.Min(Highest, 1 / (1 / temperature - half)) : Highest
            )
            : Interval.Without(NoInterval.ImagesAlike);
    }

    /// <summary>Whether the logits of each image are all the same: then every temperature gives the same
    /// probabilities.</summary>
    static bool AreTied(Predictions predictions, int[] images)
    {
        var row = new float[predictions.Classes];
        foreach (var image in images)
        {
            predictions.AllLogits(image, row);
            // The tail of a tied row is one step below its head.
            if (TensorPrimitives.Min<float>(row) < float.BitDecrement(float.BitDecrement(TensorPrimitives.Max<float>(row))))
                return false;
        }
        return true;
    }

    /// <summary>A search that halves its way to a border stops within its precision of it.</summary>
    static double AtBorder(double temperature) =>
        temperature < Lowest * (1 + 1e-6) ? Lowest
        : temperature > Highest * (1 - 1e-6) ? Highest
        : temperature;

    /// <summary>The 1/T that minimises the likelihood of some images, by Newton's method from a start inside the
    /// bracket.</summary>
    static double Minimum(
        Predictions predictions,
        GroundTruth labels,
        int[] images,
        double inverse,
        double precision,
        ParallelOptions parallel
    )
    {
        var (low, high) = (1 / Highest, 1 / Lowest);
        for (var step = 0; step < 100; step++)
        {
            // Far from a minimum Newton's steps are even ones: a search that is still under way may be on its way to a
            // border.
            if (step == StepsToBorder && Derivatives(predictions, labels, images, 1 / Lowest, parallel).Slope <= 0)
                return 1 / Lowest;
            if (step == StepsToBorder && Derivatives(predictions, labels, images, 1 / Highest, parallel).Slope >= 0)
                return 1 / Highest;
            var (slope, curvature, _) = Derivatives(predictions, labels, images, inverse, parallel);
            if (slope > 0)
                high = inverse;
            else
                low = inverse;
            var next = inverse - slope / curvature;
            var newton = curvature > 0 && next > low && next < high;
            if (!newton)
                next = Math.Sqrt(low * high);
            // A Newton step of relative size s leaves an error of the order of s²; a halved bracket leaves what it is.
            if (Math.Abs(next - inverse) <= (newton ? Math.Sqrt(precision) : precision) * inverse)
                return next;
            inverse = next;
        }
        return inverse;
    }

    /// <summary>The same predictions with all logits divided by a temperature. The ranking does not change and the
    /// stored tail is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    /// <exception cref="InvalidOperationException">The predictions do not carry every logit.</exception>
    public static Predictions AtTemperature(this Predictions predictions, double temperature, ParallelOptions? parallel = null) =>
        WithSquares(predictions, temperature, parallel).Predictions;

    /// <summary>The same, with Σ_k p_k² of each image, which the same walk over the logits gives.</summary>
    internal static (Predictions Predictions, double[] Squares) WithSquares(
        Predictions predictions,
        double temperature,
        ParallelOptions? parallel = null
    )
    {
        if (!(temperature > 0) || double.IsInfinity(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is positive");
        if (predictions.Content != PredictionContent.Full)
            throw new InvalidOperationException("a temperature needs every logit");
        var inverse = (float)(1 / temperature);
        var (head, sums, squares) = (new float[predictions.TopLogit.Length], new float[predictions.Count], new double[predictions.Count]);
        TensorPrimitives.Multiply(predictions.TopLogit.Span, inverse, head);
        RowBlocks.Run(
            predictions.Count,
            parallel ?? new(),
            (first, end) =>
            {
                var row = new float[predictions.Classes];
                for (var i = first; i < end; i++)
                {
                    predictions.AllLogits(i, row);
                    var maximum = predictions.TopLogit.Span[i * predictions.HeadSize];
                    var (sum, ofSquares) = SoftmaxSums.Of(row, maximum, inverse);
                    (sums[i], squares[i]) = ((float)((double)maximum * inverse + Math.Log(sum)), ofSquares / (sum * sum));
                }
            }
        );
        return (predictions with { TopLogit = head, LogSumExp = sums, TailScale = predictions.TailScale * inverse }, squares);
    }

    /// <summary>First and second derivative of the summed negative log-likelihood by 1/T, and the sum of the images'
    /// squared first ones.</summary>
    static (double Slope, double Curvature, double Squares) Derivatives(
        Predictions predictions,
        GroundTruth labels,
        ReadOnlyMemory<int> images,
        double inverse,
        ParallelOptions parallel
    )
    {
        var blocks = new (double Slope, double Curvature, double Squares)[RowBlocks.CountOf(images.Length)];
        RowBlocks.Run(
            images.Length,
            parallel,
            (first, end) =>
            {
                var (logits, set) = (new float[predictions.Classes], new float[predictions.Classes]);
                ref var block = ref blocks[first / RowBlocks.Size];
                foreach (var image in images.Span[first..end])
                {
                    predictions.AllLogits(image, logits);
                    var maximum = predictions.TopLogit.Span[image * predictions.HeadSize];
                    var (mean, variance) = SoftmaxSums.Moments(logits, maximum, (float)inverse);
                    var label = labels.Of(image);
                    for (var c = 0; c < label.Length; c++)
                        set[c] = logits[label[c]];
                    var (labelMean, labelVariance) =
                        label.Length == 1 ? (set[0] - maximum, 0) : SetMoments(set.AsSpan(0, label.Length), maximum, inverse);
                    var slope = mean - labelMean;
                    block = (block.Slope + slope, block.Curvature + variance - labelVariance, block.Squares + slope * slope);
                }
            }
        );
        return blocks.Aggregate((a, b) => (a.Slope + b.Slope, a.Curvature + b.Curvature, a.Squares + b.Squares));
    }

    /// <summary>Over the classes of a label set alone, from the maximum of all classes.</summary>
    static (double Mean, double Variance) SetMoments(ReadOnlySpan<float> logits, float maximum, double inverse)
    {
        var best = TensorPrimitives.Max(logits);
        var (mean, variance) = SoftmaxSums.Moments(logits, best, (float)inverse);
        return (mean + (best - maximum), variance);
    }
}
