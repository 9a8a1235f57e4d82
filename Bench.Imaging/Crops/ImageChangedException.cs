namespace Bench.Imaging.Crops;

/// <summary>A picture's bytes are not those that the dataset was imported with. Unlike an undecodable picture it is
/// never left out: a number over other pictures is false.</summary>
public sealed class ImageChangedException(string name)
    : IOException($"{name}: the file changed since the dataset was imported, its SHA-256 is another")
{
    /// <summary>The picture's path inside its dataset.</summary>
    public string Name { get; } = name;
}
