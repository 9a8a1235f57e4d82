using Bench.Metrics.Clustered;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Confidence and correctness of all images of one label set in ascending order of confidence, as resamples
/// sum them.</summary>
sealed class OrderedOutcomes
{
    /// <param name="order">[N] images in ascending order of confidence.</param>
    /// <param name="confidence">[N] confidence of each image, in image order.</param>
    /// <param name="correct">[N] whether each image is right, in image order.</param>
    /// <param name="used">[N] 1 for an image that the label set uses, else 0, in image order.</param>
    public OrderedOutcomes(int[] order, ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct, ReadOnlySpan<float> used)
    {
        var n = order.Length;
        (Order, Confidence, Gap, Hit, Used) = (order, new float[n], new float[n], new float[n], new float[n]);
        for (var place = 0; place < n; place++)
        {
            var image = order[place];
            Confidence[place] = confidence[image];
            if (used[image] == 0)
                continue;
            var hit = correct[image] ? 1f : 0f;
            (Gap[place], Hit[place], Used[place]) = (hit - confidence[image], hit, 1);
        }
    }

    /// <summary>[N] images in ascending order of confidence.</summary>
    public int[] Order { get; }

    /// <summary>[N] confidence, ascending.</summary>
    public float[] Confidence { get; }

    /// <summary>[N] correct − confidence; 0 for an unused image.</summary>
    public float[] Gap { get; }

    /// <summary>[N] 1 for a right image, else 0.</summary>
    public float[] Hit { get; }

    /// <summary>[N] 1 for a used image, else 0.</summary>
    public float[] Used { get; }

    /// <summary>Pictures of the images, where several are of one.</summary>
    public Clusters? Pictures { get; init; }

    /// <summary>Confidences of the used images alone, ascending.</summary>
    public float[] UsedConfidence => [.. Confidence.Where((_, place) => Used[place] > 0)];
}
