namespace Bench.Imaging.Crops;

/// <summary>A picture of a dataset is not on this machine, or may not be read here: it was moved, or its folder is
/// not mounted. That says nothing of the picture, so that it is never left out as one that cannot be
/// decoded.</summary>
public sealed class ImageMissingException(string name, Exception cause)
    : Exception($"the picture {name} is not there, or may not be read", cause)
{
    /// <summary>The picture's path inside its dataset.</summary>
    public string Name { get; } = name;
}
