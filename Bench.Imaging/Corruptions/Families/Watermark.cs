using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-W: six Chinese signs in white at half opacity, as watermarks of a photo agency lie over pictures
/// of cartons.</summary>
/// <remarks>Li et al., "A Whac-A-Mole Dilemma", 2023: 36 pixels high on 224, from (0.01, 0.4) of the sides.
/// <c>watermark.png</c> holds the opacity of each pixel; <c>make_watermark.py</c> next to it draws it. The blend is
/// Pillow's <c>alpha_composite</c> over an opaque picture, in its fixed point.</remarks>
static class Watermark
{
    const int Left = 3;
    const int Top = 100;

    static readonly (int Width, int Height, byte[] Pixels) Mark = OverlayPictures.Read("watermark.png", channels: 1);

    public static void Apply(Canvas canvas, int level)
    {
        for (var row = 0; row < Math.Min(Mark.Height, canvas.Side - Top); row++)
        for (var column = 0; column < Math.Min(Mark.Width, canvas.Side - Left); column++)
        {
            var opacity = Mark.Pixels[row * Mark.Width + column];
            var pixel = canvas.Rgb.AsSpan(((row + Top) * canvas.Side + column + Left) * 3, 3);
            for (var channel = 0; channel < 3; channel++)
                pixel[channel] = Blend(pixel[channel], opacity);
        }
    }

    static byte Blend(byte under, byte opacity)
    {
        var sum = (byte.MaxValue * opacity + under * (byte.MaxValue - opacity)) * 128 + 0x4000;
        return (byte)(((sum >> 8) + sum) >> 15);
    }
}
