using System.Text.Json;

namespace Bench.Imaging.Contract;

/// <summary>Statements of a configuration about more than pixels, and statements that it makes and does not follow;
/// told where its contract is settled.</summary>
/// <param name="Classes">timm's <c>num_classes</c>; null where it says none.</param>
/// <param name="Unused">Fields that have no effect, and why, as a sentence; null for none.</param>
public sealed record SourceClaims(int? Classes, string? Unused)
{
    /// <param name="json">As <see cref="PreprocessingJson.Read(JsonElement, out IReadOnlyList{PreprocessingError})"/> reads it.</param>
    public static SourceClaims Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new(null, null);
        var inner = json.TryGetProperty("pretrained_cfg", out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : json;
        // timm, too, takes the outer number before the inner one.
        return new(Number(json) ?? Number(inner), ImageProcessor.Is(inner) ? ImageProcessor.Unused(inner) : null);
    }

    static int? Number(JsonElement json) =>
        json.TryGetProperty("num_classes", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number)
            ? number
            : null;
}
