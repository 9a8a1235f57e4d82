using System.Numerics;
using SkiaSharp;

namespace Bench.Api.Demo.Pictures;

/// <summary>Draws the demo's pictures: solids on textured ground, with chance in everything that a photographer does
/// not control.</summary>
internal static class DemoPicture
{
    /// <summary>Likeliest hue of each class, as a turn in [0, 1): colour alone tells something, never all.</summary>
    static readonly float[] Hues = [0.01f, 0.58f, 0.09f, 0.76f, 0.31f, 0.15f, 0.47f, 0.91f, 0.12f, 0.67f];

    /// <summary>Draws one picture; the same seed gives the same picture.</summary>
    /// <param name="main">Class of its main object, or null for a picture of nothing.</param>
    /// <param name="second">Class of a second object next to it, or null.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="seed">Seed of everything that is chance.</param>
    public static SKBitmap Draw(Shape? main, Shape? second, int width, int height, int seed)
    {
        var random = new Random(seed);
        Shape[] shown = [.. new[] { main, second }.OfType<Shape>()];
        return Expose(Arrange(shown, random), width, height, random);
    }

    static Scene Arrange(Shape[] shown, Random random)
    {
        var side = random.NextSingle() < 0.5f ? -1f : 1f;
        var solids = new List<Solid>();
        for (var i = 0; i < shown.Length; i++)
        {
            var scale =
                (
                    shown.Length == 1 ? 0.95f
                    : i == 0 ? 0.72f
                    : 0.6f
                ) * Between(random, 0.8f, 1.15f);
            var place =
                shown.Length == 1
                    ? new Vector3(Between(random, -0.2f, 0.2f), 0, Between(random, -0.25f, 0.25f))
                    : new Vector3((i == 0 ? side : -side) * Between(random, 0.62f, 0.85f), 0, Between(random, -0.5f, 0.3f));
            var turn = Quaternion.CreateFromYawPitchRoll(
                Between(random, 0, MathF.Tau),
                Between(random, -0.35f, 0.35f),
                Between(random, -0.3f, 0.3f)
            );
            solids.Add(
                new Solid(shown[i], place with { Y = 0.8f * scale }, scale, turn, Paint(shown[i], random), random.NextSingle() * 0.6f)
            );
        }

        var elevation = Between(random, 0.15f, 0.65f);
        var distance = Between(random, 3.6f, 4.8f);
        var lamp = Between(random, 0, MathF.Tau);
        var warmth = Between(random, -0.18f, 0.18f);
        var lampColour = new Vector3(1 + warmth, 1, 1 - warmth) * Between(random, 0.75f, 1.15f);
        return new Scene
        {
            Solids = solids,
            Lamp = Vector3.Normalize(new Vector3(MathF.Cos(lamp), Between(random, 0.6f, 1.8f), MathF.Sin(lamp))),
            LampColour = lampColour,
            Ambient = new Vector3(0.30f - 0.3f * warmth, 0.30f, 0.30f + 0.3f * warmth) * Between(random, 0.7f, 1.3f),
            Backdrop = new Backdrop(random.Next(1, 10_000), Muted(random), Muted(random), Muted(random), Between(random, 0.08f, 0.5f)),
            Camera = new Vector3(0, 0.6f + distance * MathF.Sin(elevation), distance * MathF.Cos(elevation)),
            View = Quaternion.CreateFromYawPitchRoll(Between(random, -0.06f, 0.06f), -elevation, Between(random, -0.08f, 0.08f)),
            Focus = Between(random, 2.4f, 3.2f),
        };
    }

    static SKBitmap Expose(Scene scene, int width, int height, Random random)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        var (exposure, grain, scale) = (Between(random, 0.85f, 1.2f), Between(random, 0.004f, 0.016f), 2f / MathF.Min(width, height));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var (u, v) = ((x + 0.5f - width / 2f) * scale, (height / 2f - y - 0.5f) * scale);
            var light = scene.See(u, v) * exposure * (1 - 0.12f * (u * u + v * v));
            light += new Vector3(grain * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f));
            var pixel = pixels[((y * width + x) * 4)..];
            (pixel[0], pixel[1], pixel[2], pixel[3]) = (Tone(light.X), Tone(light.Y), Tone(light.Z), 255);
        }
        return bitmap;

        // Gamma, then a shoulder instead of clipping.
        static byte Tone(float light)
        {
            var display = MathF.Pow(MathF.Max(light, 0), 1 / 2.2f);
            return (byte)(255 * MathF.Min(display < 0.8f ? display : 0.8f + 0.2f * MathF.Tanh((display - 0.8f) / 0.2f), 1));
        }
    }

    static Vector3 Paint(Shape shape, Random random)
    {
        // The sum of uniform deviates: usually near the class's hue, sometimes anywhere.
        var hue = Hues[(int)shape] + 0.08f * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
        return Colour(hue, Between(random, 0.5f, 0.9f), Between(random, 0.45f, 0.95f));
    }

    static Vector3 Muted(Random random) => Colour(random.NextSingle(), Between(random, 0.03f, 0.22f), Between(random, 0.2f, 0.75f));

    /// <summary>Linear light of a hue (in turns), saturation and value.</summary>
    static Vector3 Colour(float hue, float saturation, float value)
    {
        var wheel = new Vector3(Ramp(hue), Ramp(hue - 1 / 3f), Ramp(hue - 2 / 3f));
        var display = value * Vector3.Lerp(Vector3.One, wheel, saturation);
        return display * display;

        static float Ramp(float turn) => Math.Clamp(MathF.Abs((turn - MathF.Floor(turn)) * 6 - 3) - 1, 0, 1);
    }

    static float Between(Random random, float low, float high) => low + (high - low) * random.NextSingle();
}
