using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-Patch: one of ten adversarial patches of 50 × 50 pixels, turned, scaled and moved by
/// chance.</summary>
/// <remarks>Pintor et al., "ImageNet-Patch", 2023. In this order are drawn: an angle in ±45°, a move in x and one in y
/// in ±a fifth of the side (whole pixels), a scale in 0.7 … 1. The patch lies in the middle of an empty picture, which
/// is turned about its centre; each pixel takes its nearest one of before. <c>patches.png</c> holds the authors'
/// patches (CC BY 4.0) side by side, in 8 bits.</remarks>
static class AdversarialPatches
{
    const int Patch = 50;

    static readonly (int Width, int Height, byte[] Pixels) All = OverlayPictures.Read("patches.png", channels: 3);

    /// <summary>The classes that the patches are to be taken for, in their order.</summary>
    public static IReadOnlyList<string> Targets { get; } =
    [
        "soap_dispenser",
        "cornet",
        "plate",
        "banana",
        "cup",
        "typewriter_keyboard",
        "electric_guitar",
        "hair_spray",
        "sock",
        "cellular_telephone",
    ];

    /// <param name="canvas">The picture.</param>
    /// <param name="patch">Which patch, from 0.</param>
    public static void Apply(Canvas canvas, int patch)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var angle = noise.Uniform(-45, 45) * Math.PI / 180;
        var right = Math.Round(noise.Uniform(-.2 * side, .2 * side));
        var down = Math.Round(noise.Uniform(-.2 * side, .2 * side));
        var scale = noise.Uniform(.7, 1);
        var (cosine, sine) = (Math.Cos(angle) / scale, Math.Sin(angle) / scale);
        var (middle, first) = (side / 2.0, side / 2 - Patch / 2);
        for (var row = 0; row < side; row++)
        for (var column = 0; column < side; column++)
        {
            var (x, y) = (column + .5 - middle - right, row + .5 - middle - down);
            var fromColumn = (int)Math.Round(cosine * x + sine * y + middle - .5) - first;
            var fromRow = (int)Math.Round(cosine * y - sine * x + middle - .5) - first;
            if (fromColumn is >= 0 and < Patch && fromRow is >= 0 and < Patch)
                All.Pixels.AsSpan((fromRow * All.Width + patch * Patch + fromColumn) * 3, 3)
                    .CopyTo(canvas.Rgb.AsSpan((row * side + column) * 3));
        }
    }
}
