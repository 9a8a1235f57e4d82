using SkiaSharp;

namespace Bench.Imaging.Decode;

/// <summary>Decodes with Skia: PNG and the like always, JPEG where libturbojpeg is absent. Skia carries libjpeg-turbo
/// and libpng of its own.</summary>
/// <remarks>A whole JPEG with wrong bits inside its scan may come out otherwise than Pillow paints it; libturbojpeg
/// paints it the same.</remarks>
sealed unsafe class SkiaDecoder(DecodeLimits limits) : IImageDecoder
{
    const int PngDepth = 24,
        PngColorType = 25;

    static readonly SKEncodedImageFormat[] Kinds =
    [
        SKEncodedImageFormat.Jpeg,
        SKEncodedImageFormat.Png,
        SKEncodedImageFormat.Gif,
        SKEncodedImageFormat.Bmp,
        SKEncodedImageFormat.Webp,
    ];

    public static string FullName { get; } = $"skia {SkiaSharpVersion.Native}";

    public string Name => FullName;

    public void Decode(ReadOnlySpan<byte> encoded, string name, Picture picture)
    {
        if (JpegHeader.IsJpeg(encoded))
            JpegHeader.Read(encoded).Check(name, limits);
        // Skia keeps the upper byte, Pillow clips at 255 (nearly all white): neither is what the picture's maker meant.
        if (encoded.Length > PngColorType && encoded[1..].StartsWith("PNG\r\n"u8) && (encoded[PngDepth], encoded[PngColorType]) == (16, 0))
            throw new ImageDecodeException(name, "16-bit gray PNG; only 8 bits a channel are read");
        fixed (byte* bytes = encoded)
        {
            using var content = SKData.Create((nint)bytes, encoded.Length);
            using var codec = SKCodec.Create(content);
            // Skia knows more kinds. One of them, WBMP, is any file that begins with two zeros and its size.
            if (codec is null || !Kinds.Contains(codec.EncodedFormat))
                throw new ImageDecodeException(name, PictureKind.Describe(encoded, name));
            limits.Check(name, codec.Info.Width, codec.Info.Height);
            picture.Reset(codec.Info.Width, codec.Info.Height);
            // Without a colour space in the request nothing is converted; unpremultiplied, so that dropping alpha
            // leaves the colours as stored.
            var wanted = new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            SKCodecResult result;
            fixed (byte* pixels = picture.Pixels)
                result = codec.GetPixels(wanted, (nint)pixels, picture.Stride, SKCodecOptions.Default);
            if (result != SKCodecResult.Success)
                throw new ImageDecodeException(
                    name,
                    result == SKCodecResult.IncompleteInput ? "the file is truncated" : $"skia refuses it: {result}"
                );
            if (codec.EncodedFormat == SKEncodedImageFormat.Gif && HasHoles(picture))
                throw new ImageDecodeException(name, "a GIF with transparent pixels, whose colours are not read");
        }
    }

    /// <summary>Pixels that Skia leaves without the colour that the palette has for them, and Pillow shows.</summary>
    static bool HasHoles(Picture picture)
    {
        var pixels = picture.Pixels;
        for (var alpha = 3; alpha < pixels.Length; alpha += 4)
            if (pixels[alpha] == 0)
                return true;
        return false;
    }

    public void Dispose() { }
}
