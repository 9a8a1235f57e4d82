using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Bench.Service.Inputs;

/// <summary>A text that was packed on its way, as pandas does where a name ends in <c>.gz</c> or <c>.zip</c>: what is inside is
/// read.</summary>
/// <remarks>What it unpacks to is counted before anything is kept, so that a bomb costs the time of the limit and no memory.</remarks>
static class PackedText
{
    /// <summary>The record at a zip archive's end, where it has no comment, and the most that the directory before it may have: an
    /// archive of one file has one entry, and a few of a system's own.</summary>
    const int EndRecord = 22,
        LargestDirectory = 4 << 10;

    /// <summary>Checksum and length at the end of a gzip file, of its last part where it has several.</summary>
    const int Trailer = 8;

    /// <returns>What is inside of a gzip file, or of a zip archive of one file; null where it is neither.</returns>
    /// <param name="file">The file; at its start afterwards.</param>
    /// <param name="name">How the sender calls it, for messages.</param>
    /// <param name="limit">Most bytes to unpack.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static byte[]? Read(FileStream file, string name, long limit, Func<string, Exception> refuse)
    {
        var bytes = new byte[ForeignKind.Looked];
        file.Position = 0;
        ReadOnlySpan<byte> start = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        file.Position = 0;
        try
        {
            return start is [0x1F, 0x8B, ..] ? Whole(file, Unpack(() => Gzip(file)))
                : ForeignKind.Of(start) == ForeignKind.Archive && IsOfFew(file) ? OnlyOne(file)
                : null;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw refuse($"{name} cannot be unpacked: it is truncated or damaged");
        }
        finally
        {
            file.Position = 0;
        }

        byte[]? OnlyOne(FileStream archive)
        {
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Where(IsSent).ToArray() is [{ IsEncrypted: false } only] ? Unpack(only.Open) : null;
        }

        byte[] Unpack(Func<Stream> open)
        {
            var length = 0L;
            using (var counted = open())
                for (int read; (read = counted.Read(bytes)) > 0; )
                    if ((length += read) > limit)
                        throw refuse($"{name} unpacks to more than {limit:N0} bytes; that is the limit");
            var unpacked = new byte[length];
            using var content = open();
            content.ReadExactly(unpacked);
            return unpacked;
        }
    }

    /// <summary>The name without the ending that says how the file is packed: <c>classes.json</c> of <c>classes.json.gz</c>.</summary>
    public static string NameInside(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".zip" ? Path.ChangeExtension(name, null) : name;

    static GZipStream Gzip(FileStream file)
    {
        file.Position = 0;
        return new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>The framework takes a truncated gzip file for one that ends there: its end says what must have come.</summary>
    static byte[] Whole(FileStream file, byte[] unpacked)
    {
        Span<byte> end = stackalloc byte[Trailer];
        file.Position = Math.Max(0, file.Length - Trailer);
        file.ReadExactly(end);
        var (sum, length) = (BinaryPrimitives.ReadUInt32LittleEndian(end), BinaryPrimitives.ReadUInt32LittleEndian(end[4..]));
        return length <= unpacked.Length && Crc32.HashToUInt32(unpacked.AsSpan(unpacked.Length - (int)length)) == sum
            ? unpacked
            : throw new InvalidDataException();
    }

    /// <summary>Folders, and what macOS adds, are none of the sender's files.</summary>
    static bool IsSent(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && entry.Name != ".DS_Store" && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    /// <summary>Whether the directory is short and ends the file, so that reading it is quick whatever it says.</summary>
    static bool IsOfFew(FileStream file)
    {
        if (file.Length < EndRecord)
            return false;
        Span<byte> end = stackalloc byte[EndRecord];
        file.Position = file.Length - EndRecord;
        file.ReadExactly(end);
        file.Position = 0;
        var (size, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        return end is [(byte)'P', (byte)'K', 5, 6, ..] && size <= LargestDirectory && offset + size + EndRecord == file.Length;
    }
}
