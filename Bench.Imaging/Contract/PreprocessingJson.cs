using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bench.Imaging.Contract;

/// <summary>The preprocessing contract as JSON: timm's <c>pretrained_cfg</c> as it is, or ours with the same names (camelCase is read
/// too).</summary>
public static class PreprocessingJson
{
    /// <summary>Fields that timm writes and that say nothing about the pixels of an evaluation.</summary>
    static readonly HashSet<string> IgnoredTimmFields =
    [
        "architecture",
        "classifier",
        "custom_load",
        "description",
        "features",
        "file",
        "first_conv",
        "fixed_input_size",
        "global_pool",
        "hf_hub_filename",
        "hf_hub_id",
        "label_descriptions",
        "label_names",
        "label_offset",
        "license",
        "min_input_size",
        "model_args",
        "model_name",
        "no_meta",
        "notes",
        "num_classes",
        "num_features",
        "origin_url",
        "paper_ids",
        "paper_name",
        "pool_size",
        "pretrained_cfg",
        "sha256",
        "source",
        "state_dict",
        "tag",
        "test_pool_size",
        "url",
    ];

    /// <summary>Reads a contract. Missing and null fields take their defaults; a document that holds a <c>pretrained_cfg</c> object (timm's
    /// config.json) is read from there, and Hugging Face's preprocessor_config.json is read as what it does.</summary>
    /// <returns>The contract, or null when there are errors; every error is listed, not only the first.</returns>
    public static Preprocessing? Read(JsonElement json, out IReadOnlyList<PreprocessingError> errors) =>
        Read(json, stored: false, out errors);

    /// <summary>Reads a contract back that <see cref="Write(Preprocessing)"/> wrote. Older versions wrote a <c>crop_pct</c> without effect
    /// next to <c>resize</c>.</summary>
    public static Preprocessing? ReadStored(string json, out IReadOnlyList<PreprocessingError> errors) =>
        Read(json, stored: true, out errors);

    static Preprocessing? Read(JsonElement json, bool stored, out IReadOnlyList<PreprocessingError> errors)
    {
        var reader = new PreprocessingReader();
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("pretrained_cfg", out var nested))
        {
            foreach (var field in json.EnumerateObject())
                if (IsOfPixels(JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)))
                    reader.Refuse(field.Name, "is next to pretrained_cfg, which is read: put it inside, or leave one of the two out");
            if (json.EnumerateObject().Count(field => field.Name == "pretrained_cfg") > 1)
                reader.Refuse("pretrained_cfg", "given twice");
            json = nested;
        }
        if (json.ValueKind == JsonValueKind.Object && ImageProcessor.Is(json))
        {
            PreprocessingError[] unread = [.. ImageProcessor.Unread(json)];
            if (unread.Length > 0)
            {
                errors = unread;
                return null;
            }
            if (ImageProcessor.ToTimm(json) is not { } converted)
            {
                errors =
                [
                    new(
                        "size",
                        "this image processor's size, or its crop after stretching to a height and width, has no contract here; give "
                            + "input_size, resize or crop_pct, crop_mode, interpolation, mean and std"
                    ),
                ];
                return null;
            }
            json = converted;
        }
        if (json.ValueKind == JsonValueKind.Object)
            foreach (var field in json.EnumerateObject())
                if (field.Value.ValueKind != JsonValueKind.Null)
                    Read(reader, JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name), field);
        if (json.ValueKind != JsonValueKind.Object)
            reader.Refuse(
                "",
                "the preprocessing must be a JSON object, as in {\"input_size\": [3, 224, 224]}, not "
                    + json.ValueKind switch
                    {
                        JsonValueKind.Array => "a list",
                        JsonValueKind.String => "a text (an object that was written as JSON twice looks so)",
                        JsonValueKind.Number => "a number",
                        _ => "true or false",
                    }
            );
        return reader.Finish(out errors, stored);
    }

    static bool IsOfPixels(string field) =>
        PreprocessingReader.Fields.Contains(field)
        || field is "test_input_size" or "test_crop_pct"
        || ImageProcessor.Fields.Contains(field);

    /// <summary>Reads a contract from JSON text; text that is no JSON is an error like any other.</summary>
    public static Preprocessing? Read(string json, out IReadOnlyList<PreprocessingError> errors) => Read(json, stored: false, out errors);

    static Preprocessing? Read(string json, bool stored, out IReadOnlyList<PreprocessingError> errors)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, stored, out errors);
        }
        catch (JsonException refused)
        {
            errors = [new("", $"the preprocessing is not JSON: {refused.Message}")];
            return null;
        }
    }

    /// <summary>The contract with every field spelled out, in timm's names;
    /// <see cref="Read(string, out IReadOnlyList{PreprocessingError})"/> gives the same contract back.</summary>
    public static string Write(Preprocessing preprocessing)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, preprocessing);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, Preprocessing preprocessing)
    {
        json.WriteStartObject();
        WriteNumbers(json, "input_size", 3, preprocessing.Height, preprocessing.Width);
        json.WriteString("interpolation", PreprocessingReader.Name(preprocessing.Interpolation));
        json.WriteNumber("crop_pct", preprocessing.CropPct);
        json.WriteString("crop_mode", PreprocessingReader.Name(preprocessing.CropMode));
        if (preprocessing.Resize is { } resize)
            json.WriteNumber("resize", resize);
        WriteNumbers(json, "mean", preprocessing.Mean.First, preprocessing.Mean.Second, preprocessing.Mean.Third);
        WriteNumbers(json, "std", preprocessing.Std.First, preprocessing.Std.Second, preprocessing.Std.Third);
        json.WriteString("channel_order", PreprocessingReader.Name(preprocessing.ChannelOrder));
        if (preprocessing.Layout is { } layout)
            json.WriteString("layout", PreprocessingReader.Name(layout));
        json.WriteString("value_range", PreprocessingReader.Name(preprocessing.ValueRange));
        json.WriteEndObject();
    }

    static void Read(PreprocessingReader reader, string name, JsonProperty field)
    {
        if (!reader.Take(name, field.Value) && !IgnoredTimmFields.Contains(name))
            reader.Refuse(
                field.Name,
                $"unknown field; known are {string.Join(", ", PreprocessingReader.Fields)} and the other fields of timm's pretrained_cfg"
            );
    }

    static void WriteNumbers(Utf8JsonWriter json, string name, double first, double second, double third)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteNumberValue(third);
        json.WriteEndArray();
    }
}
