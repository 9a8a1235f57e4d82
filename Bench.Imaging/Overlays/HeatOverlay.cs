using SkiaSharp;

namespace Bench.Imaging.Overlays;

/// <summary>A map of importance over the picture that it belongs to.</summary>
public static class HeatOverlay
{
    /// <summary>The share of pixels that the strongest colour leaves out: a few extreme ones would make all others
    /// pale.</summary>
    const double Extreme = 0.01;

    static readonly SKColor For = new(214, 39, 40),
        Against = new(31, 119, 180);

    /// <summary>The picture in pale grey, with what speaks for the class in red and what speaks against it in
    /// blue.</summary>
    /// <param name="planes">Red, green and blue in [0, 1]: 3 × height × width.</param>
    /// <param name="map">Height × width; above zero speaks for the class.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>A PNG file of the picture's size.</returns>
    public static byte[] Png(ReadOnlySpan<float> planes, ReadOnlySpan<float> map, int height, int width)
    {
        var plane = height * width;
        if (planes.Length != 3 * plane || map.Length != plane)
            throw new ArgumentException($"{planes.Length} and {map.Length} values for {height} × {width} pixels");
        var strongest = Strongest(map);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var i = 0; i < plane; i++)
        {
            // Rec. 601 luma, at half the contrast.
            var grey =
                255 * (0.5f + 0.5f * Math.Clamp(0.299f * planes[i] + 0.587f * planes[plane + i] + 0.114f * planes[2 * plane + i], 0, 1));
            var share = strongest > 0 && float.IsFinite(map[i]) ? Math.Min(1, Math.Abs(map[i]) / strongest) : 0;
            var colour = map[i] > 0 ? For : Against;
            bitmap.SetPixel(
                i % width,
                i / width,
                new(Mix(grey, colour.Red, share), Mix(grey, colour.Green, share), Mix(grey, colour.Blue, share))
            );
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    static float Strongest(ReadOnlySpan<float> map)
    {
        var sizes = new List<float>(map.Length);
        foreach (var value in map)
            if (float.IsFinite(value))
                sizes.Add(Math.Abs(value));
        sizes.Sort();
        return sizes.Count == 0 ? 0 : sizes[(int)((sizes.Count - 1) * (1 - Extreme))];
    }

    static byte Mix(float grey, byte colour, float share) => (byte)MathF.Round(grey + share * (colour - grey));
}
