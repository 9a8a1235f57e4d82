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
        else if (GifPicture.IsGif(encoded))
        {
            DecodeGif(encoded, name, picture);
            return;
        }
        else if (BmpHeader.Of(encoded) is { } bmp)
        {
            bmp.Check(name);
            DecodeAny(bmp.Complete(encoded, name) ?? encoded, encoded, name, picture);
            if (bmp.Runs && picture.Pixels.Length > 0 && Gap(picture, 0) >= 0)
                throw new ImageDecodeException(name, "a BMP whose runs leave pixels out; save it as a PNG");
            return;
        }
        // Skia keeps the upper byte, Pillow clips at 255 (nearly all white): neither is what the picture's maker meant.
        if (encoded.Length > PngColorType && encoded[1..].StartsWith("PNG\r\n"u8) && (encoded[PngDepth], encoded[PngColorType]) == (16, 0))
            throw new ImageDecodeException(
                name,
                "a gray PNG of 16 bits, which Pillow's convert('RGB') clips to white; save it with 8 bits a channel"
            );
        DecodeAny(ColourTable.CompletePng(encoded) ?? encoded, encoded, name, picture);
    }

    void DecodeGif(ReadOnlySpan<byte> encoded, string name, Picture picture)
    {
        var gif = GifPicture.Find(encoded, name);
        DecodeAny(gif.Alone, encoded, name, picture);
        for (var at = Gap(picture, 0); at >= 0; at = Gap(picture, at + 4))
            gif.Around.CopyTo(picture.Pixels[at..]);
    }

    /// <param name="encoded">What Skia is given.</param>
    /// <param name="file">The file's own bytes, for the error.</param>
    /// <param name="name">The file's name, for the error.</param>
    /// <param name="picture">Where the pixels go.</param>
    void DecodeAny(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> file, string name, Picture picture)
    {
        fixed (byte* bytes = encoded)
        {
            using var content = SKData.Create((nint)bytes, encoded.Length);
            using var codec = SKCodec.Create(content);
            // Skia knows more kinds. One of them, WBMP, is any file that begins with two zeros and its size.
            if (codec is null || !Kinds.Contains(codec.EncodedFormat))
                throw new ImageDecodeException(name, PictureKind.Describe(file, name));
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
                    result switch
                    {
                        SKCodecResult.IncompleteInput => "the file is truncated",
                        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "the file is damaged, or truncated",
                        _ => $"skia refuses it: {result}",
                    }
                );
        }
    }

    /// <summary>The next pixel from a place on that Skia painted nothing at; negative where there is none.</summary>
    static int Gap(Picture picture, int from)
    {
        var pixels = picture.Pixels;
        for (var at = from; at < pixels.Length; at += 4)
            if (pixels[at + 3] == 0)
                return at;
        return -1;
    }

    public void Dispose() { }
}
