using SkiaSharp;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>Pictures that are laid over others, from the assembly's resources.</summary>
static class OverlayPictures
{
    /// <summary>Rows of pixels of <paramref name="channels"/> bytes (1, the gray level, or 3) without gaps.</summary>
    public static (int Width, int Height, byte[] Pixels) Read(string name, int channels)
    {
        using var file = typeof(OverlayPictures).Assembly.GetManifestResourceStream($"Bench.Imaging.overlays.{name}")!;
        using var bitmap = SKBitmap.Decode(file);
        var pixels = new byte[bitmap.Width * bitmap.Height * channels];
        for (var place = 0; place < bitmap.Width * bitmap.Height; place++)
        {
            var colour = bitmap.GetPixel(place % bitmap.Width, place / bitmap.Width);
            ReadOnlySpan<byte> levels = [colour.Red, colour.Green, colour.Blue];
            levels[..channels].CopyTo(pixels.AsSpan(place * channels));
        }
        return (bitmap.Width, bitmap.Height, pixels);
    }
}
