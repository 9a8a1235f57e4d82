using Bench.Data.Predictions;

namespace Bench.Service.Evaluations.Review;

/// <summary>What an answer review reads of a prediction file: the ranked head, not the tail.</summary>
/// <param name="Classes">[N, K] ranked classes.</param>
/// <param name="Size">K.</param>
/// <param name="Logits">[N, K] their logits; null where nothing but ranks is known.</param>
/// <param name="LogSumExp">[N] log Σ exp of each row; null where nothing but ranks is known.</param>
sealed record StoredHead(ushort[] Classes, int Size, float[]? Logits, float[]? LogSumExp)
{
    /// <summary>[N] probability of each image's best class; null where nothing but ranks is known.</summary>
    public float[]? Confidence => Logits is null || LogSumExp is null ? null : Answers.ConfidenceOf(Logits, LogSumExp, Size);

    /// <exception cref="PredictionFileException">There is no topk_class.</exception>
    public static StoredHead Read(NpzReader npz)
    {
        var classes =
            npz.ReadArray<ushort>("topk_class", PredictionFile.MaxArrayBytes)
            ?? throw new PredictionFileException("there is no topk_class");
        return new(
            classes.Values,
            (int)classes.Shape[1],
            npz.ReadArray<float>("topk_logit", PredictionFile.MaxArrayBytes)?.Values,
            npz.ReadArray<float>("logsumexp", PredictionFile.MaxArrayBytes)?.Values
        );
    }
}
