namespace Bench.Imaging.Contract;

/// <summary>A model's preprocessing contract: what has to be done to a picture before the model sees it.</summary>
/// <remarks>Field names and meanings are those of timm's <c>pretrained_cfg</c>; <c>resize</c>, <c>channel_order</c>, <c>layout</c> and
/// <c>value_range</c> are ours. A tensor value is (pixel / 255 − mean) / std for <see cref="ValueRange.Unit"/> and (pixel − mean) / std for
/// <see cref="ValueRange.Byte"/>, in float32.</remarks>
public sealed record Preprocessing
{
    public static readonly ChannelValues ImageNetMean = new(0.485, 0.456, 0.406);
    public static readonly ChannelValues ImageNetStd = new(0.229, 0.224, 0.225);

    /// <summary>Largest accepted width or height of a model's input, in pixels.</summary>
    public const int MaximumSide = 2048;

    public static Preprocessing Default { get; } = new();

    public int Width { get; init; } = 224;

    public int Height { get; init; } = 224;

    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The part of the resized picture's side that the crop keeps, in (0, 1]; of no effect next to
    /// <see cref="Resize"/>.</summary>
    public double CropPct { get; init; } = 0.875;

    public CropMode CropMode { get; init; } = CropMode.Center;

    /// <summary>The shorter side to resize to; null means floor(side / crop_pct).</summary>
    public int? Resize { get; init; }

    /// <summary>Subtracted from each channel, in the model's channel order and in the units of <see cref="ValueRange"/>.</summary>
    public ChannelValues Mean { get; init; } = ImageNetMean;

    /// <summary>Each channel is divided by it, in the model's channel order and in the units of <see cref="ValueRange"/>.</summary>
    public ChannelValues Std { get; init; } = ImageNetStd;

    public ChannelOrder ChannelOrder { get; init; } = ChannelOrder.Rgb;

    /// <summary>Null means that the graph's input shape says it.</summary>
    public TensorLayout? Layout { get; init; }

    public ValueRange ValueRange { get; init; } = ValueRange.Unit;

    /// <summary>timm's settings for evaluation, where they differ from those for training; settled before a contract is
    /// stored.</summary>
    public TimmTest? Test { get; init; }

    /// <summary>Everything that is out of range, field by field under the manifest's names; empty when the contract can be kept.</summary>
    public IReadOnlyList<PreprocessingError> Validate()
    {
        var errors = new List<PreprocessingError>();
        if (Width is < 1 or > MaximumSide || Height is < 1 or > MaximumSide)
            errors.Add(new("input_size", $"height {Height} and width {Width} must each lie in [1, {MaximumSide}]"));
        if (!(CropPct is > 0 and <= 1))
            errors.Add(
                new(
                    "crop_pct",
                    FormattableString.Invariant(
                        $"{CropPct} must lie in (0, 1]: it is the part of the resized side that the crop keeps{Percent(CropPct)}"
                    )
                )
            );
        else if (errors.Count == 0 && Resize is null && Math.Max(Width, Height) / CropPct > 2 * MaximumSide)
            errors.Add(
                new(
                    "crop_pct",
                    $"{CropPct} would resize pictures to {Math.Max(Width, Height) / CropPct:F0} pixels, more than {2 * MaximumSide}"
                )
            );
        if (Resize is < 1 or > 2 * MaximumSide)
            errors.Add(new("resize", $"{Resize} must lie in [1, {2 * MaximumSide}]"));
        if (!Mean.All(double.IsFinite))
            errors.Add(new("mean", "must be three finite numbers"));
        if (!Std.All(value => double.IsFinite(value) && (float)value > 0))
            errors.Add(new("std", $"[{Std.First}, {Std.Second}, {Std.Third}] must be three positive numbers: pixels are divided by it"));
        if (errors.Count == 0)
            errors.AddRange(NormalizationRules.Broken(this));
        return errors;
    }

    /// <summary>What a percentage was meant to be, as the end of a sentence.</summary>
    internal static string Percent(double part) =>
        part is >= 20 and <= 100 ? FormattableString.Invariant($"; {part} % is {part / 100}") : "";
}
