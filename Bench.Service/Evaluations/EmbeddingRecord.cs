using Bench.Service.Models.Embeddings;

namespace Bench.Service.Evaluations;

/// <summary>The class embeddings that an evaluation's output was compared with, and how.</summary>
/// <param name="Similarity">cosine or euclidean.</param>
/// <param name="Temperature">What similarities were divided by.</param>
/// <param name="Classes">Rows of the matrix.</param>
/// <param name="Width">Values of one embedding.</param>
/// <param name="Sha256">Of the matrix's file.</param>
public sealed record EmbeddingRecord(EmbeddingSimilarity Similarity, double Temperature, int Classes, int Width, string Sha256)
{
    public static EmbeddingRecord? Of(ClassEmbeddings? embeddings) =>
        embeddings is null
            ? null
            : new(embeddings.Similarity, embeddings.Temperature, embeddings.Classes, embeddings.Width, embeddings.Sha256);
}
