using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Imaging.Contract;

/// <summary>Reads the <c>preprocessor_config.json</c> of Hugging Face's image processors as a contract.</summary>
/// <remarks>
/// Its sizes are read by <see cref="ImageProcessorSize"/>. Source: transformers' image processors.
/// </remarks>
static class ImageProcessor
{
    /// <summary>PIL.Image.Resampling, by number.</summary>
    static readonly string[] Filters = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"];

    /// <summary>Where Transformers writes its class, newest name first.</summary>
    internal static readonly string[] TypeNames = ["image_processor_type", "feature_extractor_type"];

    /// <summary>The fields that each step takes its numbers from.</summary>
    static readonly (string Step, string[] Fields)[] Steps =
    [
        ("do_rescale", ["rescale_factor"]),
        ("do_normalize", ["image_mean", "image_std"]),
        ("do_center_crop", ["crop_size"]),
    ];

    static readonly string[] Marks = [.. TypeNames, "image_mean", "do_resize", "do_normalize", "do_rescale", "do_flip_channel_order"];

    /// <summary>Steps that change pixels and that no contract has, by the field that asks for them.</summary>
    static readonly string[] OtherSteps = ["do_pad", "do_thumbnail", "do_align_long_axis", "offset", "do_flip", "do_reduce_labels"];

    /// <summary>Fields that say how pixels are made; next to timm's they would be a second contract.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    ["size", "crop_size", "resample", "image_mean", "image_std", "rescale_factor", "do_rescale", "do_normalize", "do_center_crop"];

    const double ByteScale = 1.0 / 255;

    static string Numbered => string.Join(", ", Filters.Select((name, number) => $"{number} {name}"));

    public static bool Is(JsonElement json) => Marks.Any(mark => json.TryGetProperty(mark, out _));

    /// <summary>Steps of a processor, and fields next to it, that would be ignored silently.</summary>
    public static IEnumerable<PreprocessingError> Unread(JsonElement json)
    {
        foreach (var field in json.EnumerateObject().GroupBy(field => field.Name).Where(same => same.Count() > 1))
            yield return new(field.Key, "given twice");
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
        foreach (var error in ImageProcessorSize.Contradictions(json))
            yield return error;
        if (json.TryGetProperty("resample", out var filter) && Number(json, "resample") is not (0 or 1 or 2 or 3 or 4 or 5))
            if (filter.ValueKind != JsonValueKind.Null)
                yield return new("resample", $"{filter} is not one of Pillow's filters by number: {Numbered}");
        foreach (var field in PreprocessingReader.Fields)
            if (field is not "crop_pct" && json.TryGetProperty(field, out _))
                yield return new(
                    field,
                    "is timm's name, and other fields are those of a Hugging Face image processor, which are read: say all in "
                        + "one of the two"
                );
    }

    /// <summary>Fields without effect, because the step that they are for is off; null where there are none. Transformers writes them
    /// all.</summary>
    public static string? Unused(JsonElement json)
    {
        var unused = new List<string>();
        foreach (var (step, fields) in Steps)
            if (IsFalse(json, step))
                unused.AddRange(fields.Where(IsGiven).Select(field => $"{field} ({step} is false)"));
        if (IsGiven("crop_pct") && !ImageProcessorSize.UsesCropPct(json))
            unused.Add("crop_pct (both sides are given by size)");
        return unused.Count == 0 ? null : $"Of the image processor's fields these have no effect: {string.Join(", ", unused)}.";

        bool IsGiven(string field) => json.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;
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
        return ImageProcessorSize.Write(json, contract) ? JsonSerializer.SerializeToElement(contract) : null;
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

    static void Copy(JsonElement json, string name, JsonObject contract, string to, double[]? instead)
    {
        if (instead is not null)
            contract[to] = new JsonArray([.. instead.Select(number => JsonValue.Create(number))]);
        else if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array)
            contract[to] = JsonNode.Parse(value.GetRawText());
    }

    internal static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    internal static bool IsFalse(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;

    static bool IsTrue(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
