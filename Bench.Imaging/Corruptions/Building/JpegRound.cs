using Bench.Imaging.Decode;
using SkiaSharp;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>A picture written as JPEG and read again: 4:2:0, Annex K's tables scaled to the quality, as Pillow writes
/// it.</summary>
sealed unsafe class JpegRound : IDisposable
{
    readonly MemoryStream _encoded = new();
    readonly IImageDecoder _decoder = ImageDecoders.Create(DecodeLimits.Default);
    readonly Picture _picture = new();

    /// <param name="rgb">Rows of RGB pixels without gaps; replaced.</param>
    /// <param name="side">Width and height.</param>
    /// <param name="quality">1 to 100.</param>
    public void Apply(Span<byte> rgb, int side, int quality)
    {
        _picture.Reset(side, side);
        Rgbx(rgb, _picture.Pixels);
        _encoded.SetLength(0);
        var info = new SKImageInfo(side, side, SKColorType.Rgb888x, SKAlphaType.Opaque);
        fixed (byte* pixels = _picture.Pixels)
        {
            using var pixmap = new SKPixmap(info, (nint)pixels, _picture.Stride);
            using var stream = new SKManagedWStream(_encoded);
            if (
                !pixmap.Encode(
                    stream,
                    new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)
                )
            )
                throw new InvalidOperationException("Skia cannot write a JPEG: the process is out of memory.");
        }
        _decoder.Decode(_encoded.GetBuffer().AsSpan(0, (int)_encoded.Length), "a corrupted picture", _picture);
        Rgb(_picture.Pixels, rgb);
    }

    public static void Rgbx(ReadOnlySpan<byte> rgb, Span<byte> rgbx)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
            (rgbx[to], rgbx[to + 1], rgbx[to + 2], rgbx[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], 255);
    }

    public static void Rgb(ReadOnlySpan<byte> rgbx, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (rgbx[from], rgbx[from + 1], rgbx[from + 2]);
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _encoded.Dispose();
    }
}
