using System.Text.Json;
using Bench.Service.Models.Embeddings;

namespace Bench.Tests.Service.Models.Embeddings;

/// <summary>What NumPy made of embeddings; Golden/class_embeddings.py wrote it.</summary>
internal sealed record GoldenEmbeddings(float[][] Images, GoldenEmbeddings.GoldenHead[] Numbers, GoldenEmbeddings.Whole Model)
{
    public sealed record GoldenHead(string Similarity, double Temperature, double[][] Logits)
    {
        public EmbeddingContract Contract(string file) =>
            new(file, Similarity == "cosine" ? EmbeddingSimilarity.Cosine : EmbeddingSimilarity.Euclidean, Temperature);
    }

    public sealed record Whole(float[] Projection, byte[][] Colours, GoldenHead[] Heads);

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new ByteRows() } };

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Service", "Models", "Embeddings", "Golden");

    public static GoldenEmbeddings Read() =>
        JsonSerializer.Deserialize<GoldenEmbeddings>(File.ReadAllBytes(Path.Combine(Folder, "class_embeddings.json")), Options)!;

    /// <summary>Bytes as numbers, not as base64.</summary>
    sealed class ByteRows : System.Text.Json.Serialization.JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            [.. JsonSerializer.Deserialize<int[]>(ref reader)!.Select(value => (byte)value)];

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
