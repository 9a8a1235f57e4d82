namespace Bench.Imaging.Decode;

/// <summary>A picture that cannot be decoded as Pillow would decode it: truncated, not 8 bits deep, too large, or of an
/// unknown kind.</summary>
public sealed class ImageDecodeException(string name, string reason, Exception? inner = null) : Exception($"{name}: {reason}", inner)
{
    /// <summary>The picture's path inside its dataset.</summary>
    public string Name { get; } = name;

    public string Reason { get; } = reason;
}
