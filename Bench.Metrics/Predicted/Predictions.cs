namespace Bench.Metrics.Predicted;

/// <summary>Stored predictions of one model over one dataset, in the dataset's image order. Everything a metric may
/// know of a model.</summary>
/// <remarks>
/// The head (the best <see cref="HeadSize"/> classes of each image) is exact in float32; the tail is half precision.
/// Whatever ranks classes or bins confidence reads the head. Parts that a submission does not carry are empty: see
/// <see cref="Content"/>. Probability of the j-th best class of image i: exp(TopLogit[i·K + j] − LogSumExp[i]).
/// </remarks>
public sealed record Predictions
{
    /// <summary>Number of images, N.</summary>
    public required int Count { get; init; }

    /// <summary>Number of classes, C.</summary>
    public required int Classes { get; init; }

    /// <summary>Number of ranked classes kept for each image, K; at most C.</summary>
    public required int HeadSize { get; init; }

    /// <summary>[N, K] class indices, best first; equal logits are in ascending class order.</summary>
    public required ReadOnlyMemory<ushort> TopClass { get; init; }

    /// <summary>[N, K] logits of <see cref="TopClass"/>; empty when only ranks are known.</summary>
    public ReadOnlyMemory<float> TopLogit { get; init; }

    /// <summary>[N] log Σ exp over all C logits; empty when probabilities are not known.</summary>
    public ReadOnlyMemory<float> LogSumExp { get; init; }

    /// <summary>[N, C] all logits in half precision; empty when the head alone was kept.</summary>
    public ReadOnlyMemory<Half> Logits { get; init; }

    /// <summary>Factor on <see cref="Logits"/>: 1 but for predictions at another temperature, which share the stored
    /// tail.</summary>
    internal float TailScale { get; init; } = 1;

    /// <summary>How much is known; decides which metrics can be computed.</summary>
    public PredictionContent Content =>
        !Logits.IsEmpty ? PredictionContent.Full
        : LogSumExp.IsEmpty ? PredictionContent.Ranks
        : HeadSize > 1 ? PredictionContent.Head
        : PredictionContent.TopConfidence;
}
