using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Data.Predictions;

/// <summary>The header of a prediction file (<c>meta.json</c>). No times and no machine names: the same predictions
/// give the same bytes.</summary>
public sealed record PredictionMeta
{
    public const int CurrentFormat = 1;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 16,
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Hash of the dataset's manifest: rows are in its image order.</summary>
    public required string ImageOrderHash { get; init; }

    /// <summary>Key of the class space.</summary>
    public required string ClassSpace { get; init; }

    /// <summary>Number of images of the whole dataset, N.</summary>
    public required int Images { get; init; }

    /// <summary>Number of classes, C.</summary>
    public required int Classes { get; init; }

    /// <summary>Ranked classes kept for each image, K.</summary>
    public required int HeadSize { get; init; }

    /// <summary>First image of this file; 0 unless it is a part.</summary>
    public int FirstImage { get; init; }

    /// <summary>Images in this file; <see cref="Images"/> unless it is a part.</summary>
    public required int Rows { get; init; }

    /// <summary>Preprocessing that was used, as its own JSON.</summary>
    public JsonElement? Preprocessing { get; init; }

    /// <summary>Execution provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Versions of what made the numbers.</summary>
    public SortedDictionary<string, string>? Versions { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="PredictionFileException">Not the JSON of this format.</exception>
    public static PredictionMeta Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var meta = JsonSerializer.Deserialize<PredictionMeta>(json, Json) ?? throw new PredictionFileException("meta.json is null");
            if (meta.Format != CurrentFormat)
                throw new PredictionFileException($"meta.json has format {meta.Format}; {CurrentFormat} is read");
            if (
                meta.Classes is < 1 or > ushort.MaxValue
                || meta.HeadSize < 1
                || meta.HeadSize > meta.Classes
                || meta.FirstImage < 0
                || meta.Rows < 0
                || (long)meta.FirstImage + meta.Rows > meta.Images
            )
                throw new PredictionFileException(
                    $"meta.json has impossible numbers: rows {meta.FirstImage} to {(long)meta.FirstImage + meta.Rows} of "
                        + $"{meta.Images}, {meta.HeadSize} of {meta.Classes} classes"
                );
            return meta;
        }
        catch (JsonException e)
        {
            throw new PredictionFileException($"meta.json cannot be read: {e.Message}", e);
        }
    }
}
