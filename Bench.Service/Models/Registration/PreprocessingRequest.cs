using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Service.Models.Registration;

/// <summary>The preprocessing that a submitter states: timm's pretrained_cfg as it is, whose other fields are ignored.
/// What is absent takes the default.</summary>
/// <param name="InputSize">Channels, height, width; [3, 224, 224].</param>
/// <param name="Interpolation">bilinear.</param>
/// <param name="CropPct">The part of the resized side that the crop keeps, in (0, 1]; 0.875.</param>
/// <param name="CropMode">center.</param>
/// <param name="Mean">One number a channel, in the model's channel order; ImageNet's.</param>
/// <param name="Std">One number a channel; ImageNet's.</param>
/// <param name="ChannelOrder">rgb.</param>
/// <param name="ValueRange">unit (0 to 1) or byte (0 to 255); unit.</param>
/// <param name="Resize">Shorter side to resize to; floor(side / crop_pct) when absent.</param>
/// <param name="Layout">Read from the graph when absent.</param>
/// <param name="Others">Fields of timm that are not about pixels.</param>
public sealed record PreprocessingRequest(
    [property: JsonPropertyName("input_size")] IReadOnlyList<int>? InputSize = null,
    [property: JsonPropertyName("interpolation"), AllowedValues("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")]
        string? Interpolation = null,
    [property: JsonPropertyName("crop_pct")] double? CropPct = null,
    [property: JsonPropertyName("crop_mode"), AllowedValues("center", "border", "squash")] string? CropMode = null,
    [property: JsonPropertyName("mean")] IReadOnlyList<double>? Mean = null,
    [property: JsonPropertyName("std")] IReadOnlyList<double>? Std = null,
    [property: JsonPropertyName("channel_order"), AllowedValues("rgb", "bgr")] string? ChannelOrder = null,
    [property: JsonPropertyName("value_range"), AllowedValues("unit", "byte")] string? ValueRange = null,
    [property: JsonPropertyName("resize")] int? Resize = null,
    [property: JsonPropertyName("layout"), AllowedValues("nchw", "nhwc")] string? Layout = null,
    [property: JsonExtensionData] IDictionary<string, JsonElement>? Others = null
);
