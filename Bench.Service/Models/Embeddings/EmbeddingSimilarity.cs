namespace Bench.Service.Models.Embeddings;

/// <summary>How an image's embedding is held against each class's.</summary>
public enum EmbeddingSimilarity
{
    /// <summary>Cosine of the angle between them, divided by the temperature: zero-shot and equiangular
    /// heads.</summary>
    Cosine,

    /// <summary>The negative squared distance between them, divided by the temperature: nearest-mean heads and
    /// prototypes.</summary>
    Euclidean,
}
