using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Bench.Imaging.Crops;

/// <summary>Where things are in a crop file: one page of header, a table of 16-byte entries (checksum, state), then the
/// crops.</summary>
/// <param name="Key">What the crops are of: everything that decides their bytes, in one line.</param>
/// <param name="First">Index in the dataset of the file's first crop.</param>
/// <param name="Count">Number of crops.</param>
/// <param name="Width">Width of a crop.</param>
/// <param name="Height">Height of a crop.</param>
/// <remarks>All numbers little-endian. Header: magic, version, First, Count, Width, Height (32 bits each), length of
/// the key, key in UTF-8, and in its last 8 bytes the XXH3 of what precedes them. The data begin on a page boundary, so
/// that a reader can give pages back crop by crop.</remarks>
public sealed record CropLayout(string Key, int First, int Count, int Width, int Height)
{
    public const int HeaderBytes = 4096;
    public const int EntryBytes = 16;

    /// <summary>State of an entry whose crop is there; any other value means that it has to be made.</summary>
    public const uint Ready = 0x59444552;

    const int PageBytes = 4096;
    const int LongestKey = 2048;
    const int FieldBytes = 8 + 6 * sizeof(int);
    static readonly byte[] Magic = "BENCHCR3"u8.ToArray();

    public int CropBytes => Width * Height * 3;

    public long DataOffset => (HeaderBytes + (long)Count * EntryBytes + PageBytes - 1) / PageBytes * PageBytes;

    public long FileBytes => DataOffset + (long)Count * CropBytes;

    public long CropOffset(int index) => DataOffset + (long)Position(index) * CropBytes;

    public long EntryOffset(int index) => HeaderBytes + (long)Position(index) * EntryBytes;

    public byte[] ToHeader()
    {
        var header = new byte[HeaderBytes];
        var key = Encoding.UTF8.GetBytes(Key);
        if (key.Length > LongestKey)
            throw new ArgumentException($"A crop file's key is at most {LongestKey} bytes long, this one has {key.Length}.");
        Magic.CopyTo(header, 0);
        ReadOnlySpan<int> fields = [1, First, Count, Width, Height, key.Length];
        for (var i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length + i * sizeof(int)), fields[i]);
        key.CopyTo(header, FieldBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(HeaderBytes - 8), XxHash3.HashToUInt64(header.AsSpan(0, HeaderBytes - 8)));
        return header;
    }

    /// <summary>Reads a header back; null when it is none of this version, or damaged, or not of a file of this
    /// length.</summary>
    public static CropLayout? FromHeader(ReadOnlySpan<byte> header, long fileBytes)
    {
        if (
            header.Length != HeaderBytes
            || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(header[^8..]) != XxHash3.HashToUInt64(header[..^8])
        )
            return null;
        var key = Encoding.UTF8.GetString(header.Slice(FieldBytes, Field(header, 5)));
        var layout = new CropLayout(key, Field(header, 1), Field(header, 2), Field(header, 3), Field(header, 4));
        return Field(header, 0) == 1 && layout.FileBytes == fileBytes ? layout : null;
    }

    int Position(int index) =>
        index >= First && index < First + Count
            ? index - First
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"This crop file holds images {First} to {First + Count - 1}.");

    static int Field(ReadOnlySpan<byte> header, int field) =>
        BinaryPrimitives.ReadInt32LittleEndian(header[(Magic.Length + field * sizeof(int))..]);
}
