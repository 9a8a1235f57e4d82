namespace Bench.Imaging.Decode;

/// <summary>Decodes pictures to the pixels of Pillow's <c>convert("RGB")</c>: gray repeated, CMYK as Adobe writes it,
/// alpha dropped, orientation and colour profile ignored. One for each thread.</summary>
public interface IImageDecoder : IDisposable
{
    /// <summary>Library and version, as in logs, in the evaluation's record and in the key of the crop cache.</summary>
    string Name { get; }

    /// <summary>Decodes one picture.</summary>
    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">The file's name, for the error.</param>
    /// <param name="picture">Where the pixels go.</param>
    /// <exception cref="ImageDecodeException">The picture is truncated, not 8 bits deep, too large or of an unknown
    /// kind.</exception>
    void Decode(ReadOnlySpan<byte> encoded, string name, Picture picture);
}
