using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Imaging.Contract;

/// <summary>The sizes of Hugging Face's image processors, which mean different things in different classes.</summary>
/// <remarks>
/// With a crop, size is the shorter side (CLIP); PoolFormer's is divided by crop_pct first and LeViT's multiplied by 256 / 224. Without
/// one, a size of height and width, or a number alone, squashes the picture (ViT, BEiT, Swin); ConvNeXt's processor (ResNet's too) takes
/// a number or the shortest edge for the crop's side: below 384 of shorter side edge / crop_pct, from 384 on squashed.
/// Source: transformers' image processors.
/// </remarks>
static class ImageProcessorSize
{
    const int SquashedFrom = 384;
    const double UsualCropPct = 224.0 / 256;
    const double PoolFormerCropPct = 0.9;

    readonly record struct Sides(int? Edge, int? Height, int? Width);

    /// <summary>Sizes that say two things.</summary>
    public static IEnumerable<PreprocessingError> Contradictions(JsonElement json)
    {
        if (json.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Object && Of(json, "size").Edge is not null)
            foreach (var other in new[] { "height", "width", "longest_edge" })
                if (ImageProcessor.Number(size, other) is not null)
                    yield return new("size", $"shortest_edge and {other} say two sizes: leave the one out that is not meant");
        string[] types =
        [
            .. ImageProcessor.TypeNames.Select(name => Family(json, name)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        if (types.Length > 1)
            yield return new(
                ImageProcessor.TypeNames[0],
                $"{types[0]} and {types[1]} are two kinds of processor, by two fields: leave the one out that is not meant"
            );
        if (
            Crop(json) is { Side: { } height } crop
            && Of(json, "size").Edge is { } edge
            && ImageProcessor.Number(json, "crop_pct") is > 0 and <= 1 and var part
            && !Is(json, "PoolFormer")
            && (int)(Math.Min(height, crop.Width) / part) is var stated
            && stated != Edge(json, edge)
        )
            yield return new(
                "crop_pct",
                FormattableString.Invariant($"{part} of a crop of {Math.Min(height, crop.Width)} is a shorter side of {stated}, and size ")
                    + $"says {Edge(json, edge)}: leave the one out that is not meant"
            );
    }

    /// <summary>Whether crop_pct has a part in what the processor does.</summary>
    public static bool UsesCropPct(JsonElement json) =>
        Crop(json).Side is not null || (Of(json, "size").Edge is { } edge && edge < SquashedFrom && !IsSquashed(json));

    /// <summary>Adds size, crop and mode in timm's names.</summary>
    /// <returns>False where the size is of a kind that has no contract.</returns>
    public static bool Write(JsonElement json, JsonObject contract)
    {
        var (size, crop) = (Of(json, "size"), Crop(json));
        var cropPct = ImageProcessor.Number(json, "crop_pct");
        if (crop.Side is { } height)
        {
            // Height and width would stretch the picture before it is cut, which no contract says.
            if (size.Edge is null && (size.Height is not null || cropPct is null))
                return false;
            contract["input_size"] = new JsonArray(3, height, crop.Width);
            contract["resize"] = size.Edge is { } shorter ? Edge(json, shorter) : (int)Math.Round(height / cropPct!.Value);
        }
        else if (size is { Height: { } tall, Width: { } wide })
            Squash(contract, tall, wide);
        else if (size.Edge is not { } edge)
            return false;
        else if (edge >= SquashedFrom || IsSquashed(json))
            Squash(contract, edge, edge);
        else
        {
            contract["input_size"] = new JsonArray(3, edge, edge);
            contract["resize"] = (int)(edge / (cropPct ?? UsualCropPct));
        }
        return true;
    }

    /// <summary>The shorter side that a processor with a crop makes of its size.</summary>
    static int Edge(JsonElement json, int size) =>
        Is(json, "PoolFormer") ? (int)(size / PoolFormerPart(json))
        : Is(json, "Levit") ? (int)(256.0 / 224 * size)
        : size;

    /// <summary>Absent it is the class's own; null turns it off.</summary>
    static double PoolFormerPart(JsonElement json) =>
        json.TryGetProperty("crop_pct", out _) ? ImageProcessor.Number(json, "crop_pct") ?? 1 : PoolFormerCropPct;

    static (int? Side, int Width) Crop(JsonElement json)
    {
        var crop = ImageProcessor.IsFalse(json, "do_center_crop") ? default : Of(json, "crop_size");
        var side = crop.Height ?? crop.Edge;
        return (side, crop.Width ?? crop.Edge ?? side ?? 0);
    }

    static bool IsSquashed(JsonElement json) =>
        json.TryGetProperty("size", out var size)
        && size.ValueKind == JsonValueKind.Number
        && !json.TryGetProperty("crop_pct", out _)
        && !Is(json, "ConvNext");

    static void Squash(JsonObject contract, int height, int width)
    {
        contract["input_size"] = new JsonArray(3, height, width);
        contract["crop_pct"] = 1.0;
        contract["crop_mode"] = "squash";
    }

    /// <summary>A number alone is the shortest edge, and of a crop both sides.</summary>
    static Sides Of(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Number => new((int?)ImageProcessor.Number(json, name), null, null),
                JsonValueKind.Object => new(Side(value, "shortest_edge"), Side(value, "height"), Side(value, "width")),
                _ => default,
            }
            : default;

    static int? Side(JsonElement size, string name) => (int?)ImageProcessor.Number(size, name);

    static bool Is(JsonElement json, string family) =>
        ImageProcessor.TypeNames.Any(name => Family(json, name)?.StartsWith(family, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>ViTImageProcessorFast and ViTFeatureExtractor are one family.</summary>
    static string? Family(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var type) || type.ValueKind != JsonValueKind.String)
            return null;
        var text = type.GetString()!;
        foreach (var ending in new[] { "Fast", "Pil", "ImageProcessor", "FeatureExtractor" })
            if (text.EndsWith(ending, StringComparison.Ordinal))
                text = text[..^ending.Length];
        return text;
    }
}
