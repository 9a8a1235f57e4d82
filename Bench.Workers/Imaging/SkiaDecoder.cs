using SkiaSharp;

namespace Bench.Workers.Imaging;

/// <summary>Decodes with Skia: PNG and the like always, JPEG where libturbojpeg is absent. Skia carries libjpeg-turbo and libpng of its own.</summary>
sealed unsafe class SkiaDecoder(DecodeLimits limits) : IImageDecoder
{
    public static string FullName { get; } = $"skia {SkiaSharpVersion.Native}";

    public string Name => FullName;

    public void Decode(ReadOnlySpan<byte> encoded, string name, Picture picture)
    {
        if (JpegHeader.IsJpeg(encoded))
            JpegHeader.Read(encoded).Check(name, limits);
        fixed (byte* bytes = encoded)
        {
            using var content = SKData.Create((nint)bytes, encoded.Length);
            using var codec = SKCodec.Create(content) ?? throw new ImageDecodeException(name, "not a picture that is known here (JPEG, PNG, GIF, BMP, WebP)");
            limits.Check(name, codec.Info.Width, codec.Info.Height);
            picture.Reset(codec.Info.Width, codec.Info.Height);
            // Without a colour space in the request nothing is converted; unpremultiplied, so that dropping alpha leaves the colours as stored.
            var wanted = new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            SKCodecResult result;
            fixed (byte* pixels = picture.Pixels)
                result = codec.GetPixels(wanted, (nint)pixels, picture.Stride, SKCodecOptions.Default);
            if (result != SKCodecResult.Success)
                throw new ImageDecodeException(name, result == SKCodecResult.IncompleteInput ? "the file is truncated" : $"skia refuses it: {result}");
        }
    }

    public void Dispose()
    {
    }
}
