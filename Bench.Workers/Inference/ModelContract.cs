using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Workers.Inference;

/// <summary>What a manifest says about a model beyond its preprocessing: which output to read and how.</summary>
public sealed record ModelContract
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Name of the output to read; null for the first whose rows fit the dataset's classes.</summary>
    public string? Output { get; init; }

    /// <summary>Index of a background class among C + 1 outputs (0, or C for the last) that is dropped; null when there is none.</summary>
    public int? BackgroundClass { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ModelContract Parse(string? json) => json is null ? new() : JsonSerializer.Deserialize<ModelContract>(json, Options) ?? new();
}
