using SkiaSharp;

namespace Bench.Tests.Imaging;

/// <summary>Small encoded pictures for the decoders, made on the spot.</summary>
static class EncodedPicture
{
    public static byte[] Jpeg(int width = 48, int height = 32) => Encode(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Png(int width = 48, int height = 32, byte alpha = 255) => Encode(width, height, SKEncodedImageFormat.Png, alpha);

    /// <summary>One gray, which costs no time to make however large it is.</summary>
    public static byte[] PlainPng(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(PlainLevel, PlainLevel, PlainLevel));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    public const byte PlainLevel = 90;

    public static readonly byte[] GifColour = [200, 30, 10];

    /// <summary>One pixel of the first colour of its palette, which is the transparent one or is not.</summary>
    public static byte[] Gif(bool transparent) =>
        [
            .. "GIF89a"u8,
            .. (byte[])[1, 0, 1, 0, 0x80, 0, 0],
            .. GifColour,
            .. (byte[])[0, 0, 0, 0x21, 0xF9, 4, (byte)(transparent ? 1 : 0), 0, 0, 0, 0],
            .. (byte[])[0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B],
        ];

    /// <summary>The JPEG with another precision, height and width in its frame header.</summary>
    public static byte[] WithFrame(byte[] jpeg, byte precision, int height, int width)
    {
        var patched = jpeg.ToArray();
        var frame = patched.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        new byte[] { precision, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width }.CopyTo(patched, frame + 4);
        return patched;
    }

    static byte[] Encode(int width, int height, SKEncodedImageFormat format, byte alpha = 255)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            bitmap.SetPixel(
                x,
                y,
                new(SyntheticPicture.Level(x, y, 0), SyntheticPicture.Level(x, y, 1), SyntheticPicture.Level(x, y, 2), alpha)
            );
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
