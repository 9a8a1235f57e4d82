using SkiaSharp;

namespace Bench.Imaging.Overlays;

/// <summary>A picture, what an attack added to it, and what came of it, side by side.</summary>
public static class AttackStrip
{
    /// <summary>The change is drawn around middle grey, so strong that its largest number reaches black or
    /// white.</summary>
    /// <param name="original">Planes of red, green and blue in [0, 1]: 3 × height × width.</param>
    /// <param name="moved">Likewise.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>A PNG file of three times the picture's width.</returns>
    public static byte[] Png(ReadOnlySpan<float> original, ReadOnlySpan<float> moved, int height, int width)
    {
        var plane = height * width;
        if (original.Length != 3 * plane || moved.Length != 3 * plane)
            throw new ArgumentException($"{original.Length} and {moved.Length} values for {height} × {width} pixels of three colours");
        var largest = 0f;
        for (var i = 0; i < original.Length; i++)
            largest = MathF.Max(largest, MathF.Abs(moved[i] - original[i]));
        using var bitmap = new SKBitmap(new SKImageInfo(3 * width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var i = 0; i < plane; i++)
        {
            var (x, y) = (i % width, i / width);
            bitmap.SetPixel(x, y, new(Byte(original[i]), Byte(original[i + plane]), Byte(original[i + 2 * plane])));
            bitmap.SetPixel(
                width + x,
                y,
                new(
                    Change(original[i], moved[i], largest),
                    Change(original[i + plane], moved[i + plane], largest),
                    Change(original[i + 2 * plane], moved[i + 2 * plane], largest)
                )
            );
            bitmap.SetPixel(2 * width + x, y, new(Byte(moved[i]), Byte(moved[i + plane]), Byte(moved[i + 2 * plane])));
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    static byte Change(float original, float moved, float largest) => Byte(largest > 0 ? 0.5f + 0.5f * (moved - original) / largest : 0.5f);

    static byte Byte(float value) => (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
}
