namespace Bench.Service.Attacks;

/// <summary>An image that misled the model, of which pictures are kept.</summary>
/// <param name="Image">Its index in the dataset.</param>
/// <param name="Path">Its name in the dataset.</param>
/// <param name="Label">The class that is right.</param>
/// <param name="Taken">The class that the model took the moved image for.</param>
/// <param name="Epsilon">The smallest ε at which it did.</param>
public sealed record ShownImage(int Image, string Path, int Label, int Taken, double Epsilon)
{
    /// <summary>Images of an attack that are shown at most.</summary>
    public const int Most = 3;
}
