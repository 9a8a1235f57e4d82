using Bench.Api.Demo.Pictures;

namespace Bench.Api.Demo.Classifiers;

/// <summary>One picture that the demo's classifiers learn from. None of them is in the demo's dataset.</summary>
/// <param name="Pixels">[3, Side, Side] values as the models meet them: (pixel / 255 − 0.5) / 0.5.</param>
/// <param name="Label">Class of its object.</param>
internal sealed record TrainingPicture(float[] Pixels, int Label)
{
    /// <summary>Width and height of the classifiers' input.</summary>
    public const int Side = 64;

    /// <summary>Draws pictures of single objects, classes in turn, at twice the size, and halves them.</summary>
    public static TrainingPicture[] Draw(int count, int seed)
    {
        var pictures = new TrainingPicture[count];
        Parallel.For(
            0,
            count,
            i =>
            {
                var label = i % Enum.GetValues<Shape>().Length;
                using var bitmap = DemoPicture.Draw((Shape)label, null, 2 * Side, 2 * Side, seed + i);
                pictures[i] = new TrainingPicture(Halve(bitmap.GetPixelSpan()), label);
            }
        );
        return pictures;
    }

    /// <summary>The same scene in a mirror.</summary>
    public TrainingPicture Mirrored()
    {
        var mirrored = (float[])Pixels.Clone();
        for (var row = 0; row < 3 * Side; row++)
            mirrored.AsSpan(row * Side, Side).Reverse();
        return this with { Pixels = mirrored };
    }

    static float[] Halve(ReadOnlySpan<byte> rgba)
    {
        var pixels = new float[3 * Side * Side];
        for (var channel = 0; channel < 3; channel++)
        for (var y = 0; y < Side; y++)
        for (var x = 0; x < Side; x++)
        {
            var at = (2 * y * 2 * Side + 2 * x) * 4 + channel;
            var sum = rgba[at] + rgba[at + 4] + rgba[at + 8 * Side] + rgba[at + 8 * Side + 4];
            pixels[(channel * Side + y) * Side + x] = (sum / (4f * 255) - 0.5f) / 0.5f;
        }
        return pixels;
    }
}
