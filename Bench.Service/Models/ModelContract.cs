using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Service.Models.Embeddings;

namespace Bench.Service.Models;

/// <summary>The contract of a model beyond its preprocessing: which output to read and how.</summary>
public sealed record ModelContract
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Name of the output to read; null for the first whose rows fit the dataset's classes.</summary>
    public string? Output { get; init; }

    /// <summary>Index of a background class among C + 1 outputs (0, or C for the last) that is dropped; null when there
    /// is none.</summary>
    public int? BackgroundClass { get; init; }

    /// <summary>Kind of the output's numbers by the author's word; null where graph and rows decide.</summary>
    public OutputKind? OutputKind { get; init; }

    /// <summary>How the output is compared with class embeddings; null when it holds class scores itself.</summary>
    public EmbeddingContract? Embedding { get; init; }

    static readonly ModelContract None = new();

    /// <summary>The contract as it is stored: null when the manifest says nothing beyond the preprocessing.</summary>
    public string? ToJson() => this == None ? null : JsonSerializer.Serialize(this, Options);

    public static ModelContract Parse(string? json) =>
        json is null ? new() : JsonSerializer.Deserialize<ModelContract>(json, Options) ?? new();
}
