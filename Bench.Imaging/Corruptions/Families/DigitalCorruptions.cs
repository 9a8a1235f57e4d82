using Bench.Imaging.Contract;
using Bench.Imaging.Corruptions.Building;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's contrast, saturate, pixelate and JPEG compression. A level is 0 (mildest) to 4.</summary>
static class DigitalCorruptions
{
    const int Levels = 256;

    static readonly float[] Contrasts = [.4f, .3f, .2f, .1f, .05f];
    static readonly (float Factor, float Added)[] Saturations = [(.3f, 0), (.1f, 0), (2, 0), (5, .1f), (20, .2f)];
    static readonly int[] Qualities = [25, 18, 15, 10, 7];
    static readonly double[] Shares = [.6, .5, .4, .3, .25];

    [ThreadStatic]
    static Dictionary<(int From, int To), PictureCropper>? _boxes;

    [ThreadStatic]
    static Picture? _picture;

    /// <summary>Every channel drawn towards its mean.</summary>
    public static void Contrast(Canvas canvas, int level)
    {
        var rgb = canvas.Rgb.AsSpan();
        var (red, green, blue) = (0L, 0L, 0L);
        for (var i = 2; i < rgb.Length; i += 3)
            (red, green, blue) = (red + rgb[i - 2], green + rgb[i - 1], blue + rgb[i]);
        Span<byte> reds = stackalloc byte[Levels],
            greens = stackalloc byte[Levels],
            blues = stackalloc byte[Levels];
        Draw(reds, (float)((double)red / canvas.Area), Contrasts[level]);
        Draw(greens, (float)((double)green / canvas.Area), Contrasts[level]);
        Draw(blues, (float)((double)blue / canvas.Area), Contrasts[level]);
        for (var i = 2; i < rgb.Length; i += 3)
            (rgb[i - 2], rgb[i - 1], rgb[i]) = (reds[rgb[i - 2]], greens[rgb[i - 1]], blues[rgb[i]]);

        static void Draw(Span<byte> table, float middle, float share)
        {
            for (var value = 0; value < table.Length; value++)
                table[value] = (byte)Math.Clamp((value - middle) * share + middle, 0, 255);
        }
    }

    /// <summary>The saturation of HSV times a factor and raised; a gray pixel, which has no hue, turns red.</summary>
    public static void Saturate(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        var (factor, added) = Saturations[level];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var high = MathF.Max(pixels[i], MathF.Max(pixels[i + 1], pixels[i + 2]));
            var low = MathF.Min(pixels[i], MathF.Min(pixels[i + 1], pixels[i + 2]));
            var saturation = high == low ? 0 : (high - low) / high;
            var changed = Math.Clamp(saturation * factor + added, 0, 1);
            if (high == low)
                (pixels[i + 1], pixels[i + 2]) = (high * (1 - changed), high * (1 - changed));
            else
                for (var channel = 0; channel < 3; channel++)
                    pixels[i + channel] = high - (high - pixels[i + channel]) * changed / saturation;
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    public static void Jpeg(Canvas canvas, int level) => canvas.Jpeg.Apply(canvas.Rgb, canvas.Side, Qualities[level]);

    /// <summary>Pillow's box filter down to a share of the side and up again.</summary>
    public static void Pixelate(Canvas canvas, int level)
    {
        var (side, small) = (canvas.Side, (int)(canvas.Side * Shares[level]));
        var between = canvas.Bytes(0, small * small * 3);
        Box(canvas.Rgb, side, between, small);
        Box(between, small, canvas.Rgb, side);
    }

    static void Box(ReadOnlySpan<byte> source, int from, Span<byte> target, int to)
    {
        _boxes ??= [];
        _picture ??= new();
        if (!_boxes.TryGetValue((from, to), out var cropper))
            _boxes.Add(
                (from, to),
                cropper = new(
                    new()
                    {
                        Interpolation = Interpolation.Box,
                        Rule = ResizeRule.Exact,
                        BoxWidth = to,
                        BoxHeight = to,
                        Width = to,
                        Height = to,
                    }
                )
            );
        _picture.Reset(from, from);
        JpegRound.Rgbx(source, _picture.Pixels);
        cropper.Crop(_picture, target);
    }
}
