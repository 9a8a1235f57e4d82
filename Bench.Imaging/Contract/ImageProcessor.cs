using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Imaging.Contract;

/// <summary>Reads the <c>preprocessor_config.json</c> of Hugging Face's image processors as a contract.</summary>
/// <remarks>
/// With a crop, size is the shorter side (CLIP). Without one, a size of height and width, or a number alone, squashes the picture (ViT,
/// BEiT, Swin); ConvNeXt's processor (ResNet's too) takes a number or the shortest edge for the crop's side: below 384 of shorter side
/// edge / crop_pct, from 384 on squashed.
/// Source: transformers' image processors.
/// </remarks>
static class ImageProcessor
{
    const int SquashedFrom = 384;
    const double UsualCropPct = 224.0 / 256;

    /// <summary>PIL.Image.Resampling, by number.</summary>
    static readonly string[] Filters = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"];

    /// <summary>Where Transformers writes its class, newest name first.</summary>
    static readonly string[] TypeNames = ["image_processor_type", "feature_extractor_type"];

    static readonly string[] Marks = [.. TypeNames, "image_mean", "do_resize", "do_normalize", "do_rescale", "do_flip_channel_order"];

    /// <summary>Steps that change pixels and that no contract has, by the field that asks for them.</summary>
    static readonly string[] OtherSteps = ["do_pad", "do_thumbnail", "do_align_long_axis", "offset", "do_flip", "do_reduce_labels"];

    const double ByteScale = 1.0 / 255;

    public static bool Is(JsonElement json) => Marks.Any(mark => json.TryGetProperty(mark, out _));

    /// <summary>What a processor does, or what is written next to it, that would be ignored silently.</summary>
    public static IEnumerable<PreprocessingError> Unread(JsonElement json)
    {
        foreach (var field in OtherSteps)
            if (json.TryGetProperty(field, out var asked) && asked.ValueKind == JsonValueKind.True)
                yield return new(field, "this step of the image processor has no contract here: leave it out where it changes nothing");
        if (IsFalse(json, "do_resize"))
            yield return new("do_resize", "pictures have many sizes and a model has one: give input_size and how it is come by");
        if (!IsFalse(json, "do_rescale") && Number(json, "rescale_factor") is { } factor && Math.Abs(factor / ByteScale - 1) > 1e-3)
            if (!IsCentred(json))
                yield return new(
                    "rescale_factor",
                    FormattableString.Invariant($"{factor} is not 1/255: give value_range, mean and std that say the same")
                );
        foreach (var field in PreprocessingReader.Fields)
            if (field is not "crop_pct" && json.TryGetProperty(field, out _))
                yield return new(
                    field,
                    "is timm's name, and other fields are those of a Hugging Face image processor, which are read: say all in "
                        + "one of the two"
                );
    }

    /// <summary>EfficientNet's: pixels become x / 127.5 − 1, and nothing else.</summary>
    static bool IsCentred(JsonElement json) =>
        IsTrue(json, "rescale_offset")
        && IsFalse(json, "do_normalize")
        && Number(json, "rescale_factor") is { } factor
        && Math.Abs(factor * 127.5 - 1) < 1e-3;

    /// <returns>The same in timm's names; null where its size is of a kind that has no contract.</returns>
    public static JsonElement? ToTimm(JsonElement json)
    {
        var contract = new JsonObject();
        if (Number(json, "resample") is >= 0 and < 6 and var filter)
            contract["interpolation"] = Filters[(int)filter];
        if (IsFalse(json, "do_rescale"))
            contract["value_range"] = "byte";
        Normalise(json, contract);
        var (size, crop) = (Sides(json, "size"), IsFalse(json, "do_center_crop") ? default : Sides(json, "crop_size"));
        var cropPct = Number(json, "crop_pct");
        if ((crop.Height ?? crop.Edge) is { } height)
        {
            // Height and width would stretch the picture before it is cut, which no contract says.
            if (size.Edge is null && (size.Height is not null || cropPct is null))
                return null;
            contract["input_size"] = new JsonArray(3, height, crop.Width ?? crop.Edge);
            contract["resize"] = size.Edge ?? (int)Math.Round(height / cropPct!.Value);
        }
        else if (size is { Height: { } tall, Width: { } wide })
            Squash(contract, tall, wide);
        else if (size.Edge is not { } edge)
            return null;
        else if (edge >= SquashedFrom || (IsNumber(json, "size") && !IsConvNeXt(json)))
            Squash(contract, edge, edge);
        else
        {
            contract["input_size"] = new JsonArray(3, edge, edge);
            contract["resize"] = (int)(edge / (cropPct ?? UsualCropPct));
        }
        return JsonSerializer.SerializeToElement(contract);
    }

    static void Normalise(JsonElement json, JsonObject contract)
    {
        // MobileViT's processor turns the channels round and normalises nothing.
        var isPlain = IsFalse(json, "do_normalize") || (IsTrue(json, "do_flip_channel_order") && !json.TryGetProperty("image_mean", out _));
        var (mean, std) =
            IsCentred(json) ? ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
            : isPlain ? ([0, 0, 0], [1, 1, 1])
            : default((double[]?, double[]?));
        Copy(json, "image_mean", contract, "mean", mean);
        Copy(json, "image_std", contract, "std", std);
        if (IsTrue(json, "do_flip_channel_order"))
            contract["channel_order"] = "bgr";
        // EfficientNet's divides by the deviation a second time before its classes.
        if (IsTrue(json, "include_top") && !isPlain && contract["std"] is JsonArray once)
            contract["std"] = new JsonArray([.. once.Select(value => JsonValue.Create(Math.Pow(value!.GetValue<double>(), 2)))]);
    }

    static void Squash(JsonObject contract, int height, int width)
    {
        contract["input_size"] = new JsonArray(3, height, width);
        contract["crop_pct"] = 1.0;
        contract["crop_mode"] = "squash";
    }

    /// <summary>A number alone is the shortest edge, and of a crop both sides.</summary>
    static (int? Edge, int? Height, int? Width) Sides(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Number => ((int?)Number(json, name), null, null),
                JsonValueKind.Object => ((int?)Number(value, "shortest_edge"), (int?)Number(value, "height"), (int?)Number(value, "width")),
                _ => default,
            }
            : default;

    static void Copy(JsonElement json, string name, JsonObject contract, string to, double[]? instead)
    {
        if (instead is not null)
            contract[to] = new JsonArray([.. instead.Select(number => JsonValue.Create(number))]);
        else if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array)
            contract[to] = JsonNode.Parse(value.GetRawText());
    }

    static bool IsNumber(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number;

    static bool IsConvNeXt(JsonElement json) =>
        json.TryGetProperty("crop_pct", out _)
        || TypeNames.Any(name =>
            json.TryGetProperty(name, out var type) && type.ToString().StartsWith("ConvNext", StringComparison.OrdinalIgnoreCase)
        );

    static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    static bool IsFalse(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;

    static bool IsTrue(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
