using Bench.Imaging.Resize;

namespace Bench.Workers.Attacks.Run;

/// <summary>A model that is open in the cage, and the pictures it is asked about.</summary>
/// <param name="Target">The model.</param>
/// <param name="Missing">What rules out a gradient; empty where there is one, or none was wanted.</param>
/// <param name="Images">Indices of the images that can be decoded, in the slice's order.</param>
/// <param name="Originals">Their crops one after another, planes of red, green and blue in [0, 1].</param>
internal sealed record CagedPictures(CagedTarget Target, IReadOnlyList<string> Missing, int[] Images, float[] Originals)
{
    /// <summary>How each of them is cut from its picture.</summary>
    public required CropPlan[] Plans { get; init; }
}
