using Bench.Metrics.Numerics;

namespace Bench.Metrics.Calibration;

/// <summary>Confidences and verdicts of the images in ascending order of confidence, ties in input order.</summary>
public sealed class ConfidencePairs
{
    ConfidencePairs(float[] confidence, bool[] correct)
    {
        (Confidence, Correct) = (confidence, correct);
        GapSums = new double[confidence.Length + 1];
        for (var i = 0; i < confidence.Length; i++)
            GapSums[i + 1] = GapSums[i] + ((correct[i] ? 1.0 : 0.0) - confidence[i]);
    }

    public int Count => Confidence.Length;

    /// <summary>[N] ascending.</summary>
    public float[] Confidence { get; }

    /// <summary>[N] whether the image at this place is right.</summary>
    public bool[] Correct { get; }

    /// <summary>[N + 1] Σ (correct − confidence) over the images before each place.</summary>
    public double[] GapSums { get; }

    /// <summary>Sorts what is not yet in order.</summary>
    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right under the label set in use; length N.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0, 1]; the
    /// message names its index.</exception>
    public static ConfidencePairs Sort(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct)
    {
        if (confidence.Length != correct.Length)
            throw new ArgumentException($"{confidence.Length} confidences but {correct.Length} verdicts");
        for (var i = 0; i < confidence.Length; i++)
            if (!(confidence[i] >= 0 && confidence[i] <= 1))
                throw new ArgumentException($"image {i} has a confidence of {confidence[i]}, outside [0, 1]");
        return InOrder(confidence, correct, ConfidenceOrder.Of(confidence));
    }

    /// <summary>Takes images in an order that is known already; may be a part of them.</summary>
    internal static ConfidencePairs InOrder(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct, ReadOnlySpan<int> order)
    {
        var (sorted, verdicts) = (new float[order.Length], new bool[order.Length]);
        for (var i = 0; i < order.Length; i++)
            (sorted[i], verdicts[i]) = (confidence[order[i]], correct[order[i]]);
        return new(sorted, verdicts);
    }
}
