namespace Bench.Imaging.Decode;

/// <summary>Inks as Adobe writes them, inverted (255 = no ink), to RGB.</summary>
/// <remarks>Pillow takes every four-channel JPEG so, and has no colour management here: level = paper − ink · paper /
/// 255, rounded, with paper the light that black lets through.</remarks>
static class AdobeCmyk
{
    /// <summary>Converts in place, four bytes a pixel; the fourth means nothing afterwards.</summary>
    public static void ToRgbx(Span<byte> pixels)
    {
        for (var i = 0; i + 3 < pixels.Length; i += 4)
        {
            int paper = pixels[i + 3];
            pixels[i] = Level(pixels[i], paper);
            pixels[i + 1] = Level(pixels[i + 1], paper);
            pixels[i + 2] = Level(pixels[i + 2], paper);
        }
    }

    static byte Level(byte inverted, int paper)
    {
        var product = (255 - inverted) * paper + 128;
        return (byte)Math.Max(0, paper - (((product >> 8) + product) >> 8));
    }
}
