using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bench.Api.Http;

/// <summary>What is done to a picture before the model sees it, in the names of timm's pretrained_cfg.</summary>
/// <param name="InputSize">Channels, height, width.</param>
/// <param name="Interpolation">nearest, box, bilinear, hamming, bicubic or lanczos.</param>
/// <param name="CropPct">The part of the resized side that the crop keeps, in (0, 1].</param>
/// <param name="CropMode">center, border or squash.</param>
/// <param name="Mean">One number a channel, in the model's channel order.</param>
/// <param name="Std">One number a channel; pixels are divided by it.</param>
/// <param name="ChannelOrder">rgb or bgr.</param>
/// <param name="ValueRange">unit (0 to 1) or byte (0 to 255).</param>
/// <param name="Resize">Shorter side to resize to; floor(side / crop_pct) when absent.</param>
/// <param name="Layout">nchw or nhwc; read from the graph when absent.</param>
public sealed record PreprocessingContract(
    [property: JsonPropertyName("input_size")] IReadOnlyList<int> InputSize,
    [property: JsonPropertyName("interpolation"), AllowedValues("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")]
        string Interpolation,
    [property: JsonPropertyName("crop_pct")] double CropPct,
    [property: JsonPropertyName("crop_mode"), AllowedValues("center", "border", "squash")] string CropMode,
    [property: JsonPropertyName("mean")] IReadOnlyList<double> Mean,
    [property: JsonPropertyName("std")] IReadOnlyList<double> Std,
    [property: JsonPropertyName("channel_order"), AllowedValues("rgb", "bgr")] string ChannelOrder,
    [property: JsonPropertyName("value_range"), AllowedValues("unit", "byte")] string ValueRange,
    [property: JsonPropertyName("resize")] int? Resize = null,
    [property: JsonPropertyName("layout"), AllowedValues("nchw", "nhwc")] string? Layout = null
);
