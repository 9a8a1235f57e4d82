using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Bench.Imaging.Contract;

namespace Bench.Imaging.Resize;

/// <summary>Everything that decides which uint8 pixels a crop has, and nothing else: two contracts with one geometry
/// share their crops.</summary>
/// <remarks>Follows torchvision 0.14 and timm. Center: resize, then <c>CenterCrop</c>; a crop larger than the resized
/// picture is padded with black. Squash: both sides resized. Border: resized inside the box, then padded with the mean
/// colour (timm's <c>CenterCropOrPad</c>).</remarks>
public sealed record Geometry
{
    /// <summary>Sides of pictures that were cut when their dataset was made.</summary>
    public const int PrecroppedSide = 224;

    public required Interpolation Interpolation { get; init; }

    public required ResizeRule Rule { get; init; }

    /// <summary>The box of <see cref="Rule"/>; for <see cref="ResizeRule.ShorterSide"/> both sides are that
    /// side.</summary>
    public int BoxWidth { get; init; }

    /// <inheritdoc cref="BoxWidth"/>
    public int BoxHeight { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Pixels cut off on every side before resizing; a picture too small to lose them keeps them.</summary>
    public int Trim { get; init; }

    /// <summary>Red of the padding, where the crop reaches beyond the picture.</summary>
    public byte FillRed { get; init; }

    public byte FillGreen { get; init; }

    public byte FillBlue { get; init; }

    /// <summary>Bytes of one crop: rows of RGB pixels without gaps.</summary>
    public int CropBytes => Width * Height * 3;

    /// <summary>The geometry in one line, the same for equal geometries and different for different ones.</summary>
    public string Canonical =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"{Interpolation} {Rule} {BoxWidth}x{BoxHeight} crop {Width}x{Height} trim {Trim} fill {FillRed},{FillGreen},{FillBlue}"
            )
            .ToLowerInvariant();

    /// <summary>XXH3 of <see cref="Canonical"/> in 16 hexadecimal digits, for file names and keys.</summary>
    public string Hash => XxHash3.HashToUInt64(Encoding.ASCII.GetBytes(Canonical)).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The geometry that a contract asks for.</summary>
    /// <param name="contract">The model's preprocessing.</param>
    /// <param name="border">Pixels on every side of the dataset's pictures that are no part of them (ObjectNet:
    /// 2).</param>
    /// <param name="precropped">Whether the dataset's pictures were cut to 224 × 224 when it was made (ImageNet-C): a
    /// 224 model takes them as they are, any other resizes them to its own size.</param>
    public static Geometry Of(Preprocessing contract, int border = 0, bool precropped = false)
    {
        var geometry = new Geometry
        {
            Interpolation = contract.Interpolation,
            Rule = ResizeRule.None,
            Width = contract.Width,
            Height = contract.Height,
            Trim = border,
        };
        if (precropped)
            return (contract.Width, contract.Height) == (PrecroppedSide, PrecroppedSide)
                ? geometry
                : geometry with
                {
                    Rule = ResizeRule.Exact,
                    BoxWidth = contract.Width,
                    BoxHeight = contract.Height,
                };

        var (boxWidth, boxHeight) = Box(contract);
        geometry = geometry with { BoxWidth = boxWidth, BoxHeight = boxHeight };
        return contract.CropMode switch
        {
            CropMode.Squash => geometry with { Rule = ResizeRule.Exact },
            CropMode.Border => WithMeanColour(geometry with { Rule = ResizeRule.Contain }, contract),
            _ => geometry with { Rule = boxWidth == boxHeight ? ResizeRule.ShorterSide : ResizeRule.Cover },
        };
    }

    /// <summary>The plan for a picture of one size.</summary>
    public CropPlan Plan(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var trim = Math.Min(width, height) > 2 * Trim ? Trim : 0;
        var (sourceWidth, sourceHeight) = (width - 2 * trim, height - 2 * trim);
        var (resizedWidth, resizedHeight) = Resized(sourceWidth, sourceHeight);
        return new(
            trim,
            trim,
            sourceWidth,
            sourceHeight,
            resizedWidth,
            resizedHeight,
            Origin(resizedWidth, Width),
            Origin(resizedHeight, Height)
        );
    }

    (int Width, int Height) Resized(int width, int height) =>
        Rule switch
        {
            ResizeRule.None => (width, height),
            ResizeRule.Exact => (BoxWidth, BoxHeight),
            ResizeRule.ShorterSide => width <= height
                ? (BoxWidth, (int)((long)BoxWidth * height / width))
                : ((int)((long)BoxWidth * width / height), BoxWidth),
            ResizeRule.Cover => Scaled(width, height, Math.Min((double)height / BoxHeight, (double)width / BoxWidth)),
            ResizeRule.Contain => Scaled(width, height, Math.Max((double)height / BoxHeight, (double)width / BoxWidth)),
            _ => throw new InvalidOperationException($"Resize rule {Rule} has no size."),
        };

    static (int Width, int Height) Scaled(int width, int height, double ratio) =>
        (Math.Max(1, (int)Math.Round(width / ratio)), Math.Max(1, (int)Math.Round(height / ratio)));

    /// <summary>torchvision's <c>center_crop</c>: half to even where the crop fits; where it does not, the smaller half
    /// of the padding is first.</summary>
    static int Origin(int resized, int crop) => crop > resized ? -((crop - resized) / 2) : (int)Math.Round((resized - crop) / 2.0);

    static (int Width, int Height) Box(Preprocessing contract)
    {
        if (contract.Resize is not { } side)
            return ((int)Math.Floor(contract.Width / contract.CropPct), (int)Math.Floor(contract.Height / contract.CropPct));
        var shorter = Math.Min(contract.Width, contract.Height);
        return (side * contract.Width / shorter, side * contract.Height / shorter);
    }

    /// <summary>timm fills with round(255 · mean); the mean is in the model's channel order and units, the fill in RGB
    /// bytes.</summary>
    static Geometry WithMeanColour(Geometry geometry, Preprocessing contract)
    {
        var mean = contract.ChannelOrder == ChannelOrder.Bgr ? contract.Mean.Reversed : contract.Mean;
        var scale = contract.ValueRange == ValueRange.Unit ? 255.0 : 1.0;
        return geometry with
        {
            FillRed = Level(scale * mean.First),
            FillGreen = Level(scale * mean.Second),
            FillBlue = Level(scale * mean.Third),
        };
    }

    static byte Level(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
