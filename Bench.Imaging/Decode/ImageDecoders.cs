namespace Bench.Imaging.Decode;

/// <summary>Chooses the decoder of this process, once: the system's libturbojpeg where it loads, else Skia.</summary>
public static class ImageDecoders
{
    /// <summary>Name of the decoder in use.</summary>
    public static string Chosen { get; } = TurboJpeg.IsAvailable ? TurboJpegDecoder.FullName : SkiaDecoder.FullName;

    /// <summary>A decoder of the chosen kind for one thread.</summary>
    public static IImageDecoder Create(DecodeLimits limits) =>
        TurboJpeg.IsAvailable ? new TurboJpegDecoder(limits) : new SkiaDecoder(limits);
}
