using System.Numerics;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's snow, frost, fog and brightness. A level is 0 (mildest) to 4.</summary>
static class WeatherCorruptions
{
    static readonly (float Mean, float Spread, double Zoom, float Floor, int Radius, double Sigma, float Keep)[] Snows =
    [
        (.1f, .3f, 3, .5f, 10, 4, .8f),
        (.2f, .3f, 2, .5f, 12, 4, .7f),
        (.55f, .3f, 4, .9f, 12, 8, .7f),
        (.55f, .3f, 4.5, .85f, 12, 8, .65f),
        (.55f, .3f, 2.5, .85f, 12, 12, .55f),
    ];
    static readonly (float Picture, float Frost)[] Frosts = [(1, .4f), (.8f, .6f), (.7f, .7f), (.65f, .7f), (.6f, .75f)];
    static readonly (double Thickness, double Decay)[] Fogs = [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)];
    static readonly float[] Brighter = [.1f, .2f, .3f, .4f, .5f];

    /// <summary>Enlarged, thresholded and motion-blurred noise and the same upside down, over a whitened
    /// picture.</summary>
    public static void Snow(Canvas canvas, int level)
    {
        var (side, area, c) = (canvas.Side, canvas.Area, Snows[level]);
        var noise = canvas.Floats(0, area);
        var flakes = canvas.Floats(1, area);
        canvas.Noise.Normal(noise);
        foreach (ref var value in noise)
            value = value * c.Spread + c.Mean;
        flakes.Clear();
        ClippedZoom.Add(noise, side, 1, c.Zoom, flakes, canvas.Floats(2, side), canvas.Numbers(0, side), canvas.Floats(3, side));
        foreach (ref var value in flakes)
            value = value < c.Floor ? 0 : MathF.Floor(MathF.Min(value, 1) * 255);
        var blur = MotionBlurs.Of(c.Radius, c.Sigma);
        blur.Apply(flakes, side, 1, canvas.Noise.Uniform(-135, -45), canvas.Floats(2, blur.ScratchLength(side, 1)));

        var pixels = canvas.Levels(0);
        for (var i = 0; i < area; i++)
        {
            var rgb = pixels.Slice(i * 3, 3);
            var whitened = (.299f * rgb[0] + .587f * rgb[1] + .114f * rgb[2]) * 1.5f + 127.5f;
            var snow = flakes[i] + flakes[area - 1 - i];
            foreach (ref var value in rgb)
                value = c.Keep * value + (1 - c.Keep) * MathF.Max(value, whitened) + snow;
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>A share of the picture and a share of a drawn frost: see <see cref="FrostOverlay"/>.</summary>
    public static void Frost(Canvas canvas, int level)
    {
        var overlay = canvas.Floats(1, canvas.Length);
        FrostOverlay.Draw(canvas, overlay);
        var pixels = canvas.Levels(0);
        SpanArithmetic.Mix(pixels, Frosts[level].Picture, overlay, Frosts[level].Frost);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>A cloud added, and the range of the picture kept.</summary>
    public static void Fog(Canvas canvas, int level)
    {
        var (side, (thickness, decay)) = (canvas.Side, Fogs[level]);
        var map = Plasma.MapSide(side);
        var cloud = canvas.Doubles(0, map * map);
        var (low, high) = Plasma.Fill(cloud, map, decay, canvas.Noise, canvas.Doubles(1, map * map / 4));
        var pixels = canvas.Levels(0);
        var most = Brightest(canvas.Rgb) / 255.0;
        var (scale, added) = ((float)(most / (most + thickness)), 255 * thickness / (high - low));
        var gray = canvas.Floats(1, side);
        var row = canvas.Floats(2, 3 * side);
        for (var y = 0; y < side; y++)
        {
            SpanArithmetic.Narrow(cloud.Slice(y * map, side), added, -low * added, gray);
            Triple.Of(gray, row);
            SpanArithmetic.AddScaled(pixels.Slice(y * side * 3, side * 3), row, scale);
        }
        Conversion.Truncate(pixels, canvas.Rgb);

        static byte Brightest(ReadOnlySpan<byte> rgb)
        {
            var (some, i) = (Vector<byte>.Zero, 0);
            for (; i <= rgb.Length - Vector<byte>.Count; i += Vector<byte>.Count)
                some = Vector.Max(some, new Vector<byte>(rgb[i..]));
            byte brightest = 0;
            for (var lane = 0; lane < Vector<byte>.Count; lane++)
                brightest = Math.Max(brightest, some[lane]);
            foreach (var value in rgb[i..])
                brightest = Math.Max(brightest, value);
            return brightest;
        }
    }

    /// <summary>The value of HSV raised; at one hue and saturation a pixel is proportional to its value.</summary>
    public static void Brightness(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        var added = 255 * Brighter[level];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var value = MathF.Max(pixels[i], MathF.Max(pixels[i + 1], pixels[i + 2]));
            var raised = MathF.Min(255, value + added);
            for (var channel = 0; channel < 3; channel++)
                pixels[i + channel] = value == 0 ? raised : pixels[i + channel] * raised / value;
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }
}
