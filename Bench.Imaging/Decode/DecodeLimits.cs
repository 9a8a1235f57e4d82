using System.ComponentModel.DataAnnotations;

namespace Bench.Imaging.Decode;

/// <summary>Limits of a picture's cost: the size is read from its header, before anything is allocated.</summary>
public sealed record DecodeLimits
{
    public static DecodeLimits Default { get; } = new();

    /// <summary>Longest accepted side, in pixels: what a JPEG can say.</summary>
    public const int MaximumSide = 65_535;

    /// <summary>Most pixels of one picture. The default is the number above which Pillow warns of a decompression
    /// bomb.</summary>
    [Range(1, 500_000_000)]
    public long MaximumPixels { get; init; } = 89_478_485;

    /// <exception cref="ImageDecodeException">The picture is larger than allowed, or empty.</exception>
    internal void Check(string name, int width, int height)
    {
        if (width < 1 || height < 1)
            throw new ImageDecodeException(name, $"the picture says it is {width} x {height} pixels");
        if (width > MaximumSide || height > MaximumSide || (long)width * height > MaximumPixels)
            throw new ImageDecodeException(
                name,
                $"{width} x {height} pixels are more than the limit of {MaximumPixels} (at most {MaximumSide} a side)"
            );
    }
}
