namespace Bench.Data.Predictions;

/// <summary>A member of a zip file whose length is known before its bytes are.</summary>
/// <param name="name">ASCII name.</param>
/// <param name="length">Bytes of the content.</param>
sealed class StoredZipEntry(string name, long length)
{
    public string Name { get; } = name;

    public long Length { get; } = length;

    /// <summary>Where its local header begins.</summary>
    public long HeaderOffset { get; set; }

    /// <summary>Where its content begins; a multiple of 64.</summary>
    public long DataOffset { get; set; }

    /// <summary>CRC-32 of the content, once it is known.</summary>
    public uint Checksum { get; set; }
}
