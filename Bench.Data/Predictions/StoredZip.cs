using System.Buffers.Binary;
using System.Text;

namespace Bench.Data.Predictions;

/// <summary>Layout of a zip file whose members are stored, not compressed, and whose lengths are known beforehand: all
/// offsets are known too, so that members may be written side by side.</summary>
/// <remarks>Format: PKWARE's APPNOTE. Members begin at multiples of 64 (an extra field pads their headers). Sizes and
/// offsets from 4 GiB on use zip64. The date is always
/// 1980-01-01, so that the same content gives the same bytes. The framework's own archive can only write one member
/// after the other.</remarks>
sealed class StoredZip
{
    const int Alignment = 64;
    const int LocalHeader = 30;
    const int PaddingTag = 0xD935;
    const int Zip64Tag = 0x0001;
    const uint Over = uint.MaxValue;
    const ushort FirstDay = 0x21;

    readonly StoredZipEntry[] _entries;

    public StoredZip(params StoredZipEntry[] entries)
    {
        _entries = entries;
        var offset = 0L;
        foreach (var entry in entries)
        {
            entry.HeaderOffset = offset;
            // 4 bytes of tag and length are before every extra field's content.
            var end = offset + LocalHeader + entry.Name.Length + (entry.Length >= Over ? 20 : 0) + 4;
            entry.DataOffset = (end + Alignment - 1) / Alignment * Alignment;
            offset = entry.DataOffset + entry.Length;
        }
        DirectoryOffset = offset;
    }

    /// <summary>Where the directory begins: the end of the last member.</summary>
    public long DirectoryOffset { get; }

    /// <summary>The header before the member's content, padding included.</summary>
    public static byte[] HeaderOf(StoredZipEntry entry)
    {
        var large = entry.Length >= Over;
        var header = new Writer((int)(entry.DataOffset - entry.HeaderOffset));
        header.Add32(0x04034B50);
        header.Add16(large ? 45 : 20);
        Common(header, entry, large);
        header.Add16(entry.Name.Length);
        header.Add16((int)(entry.DataOffset - entry.HeaderOffset) - LocalHeader - entry.Name.Length);
        header.AddText(entry.Name);
        if (large)
            Zip64(header, entry.Length, entry.Length);
        header.Add16(PaddingTag);
        header.Add16(header.Left - 2);
        return header.Bytes;
    }

    /// <summary>The directory and what ends the file.</summary>
    public byte[] Directory()
    {
        var directory = new Writer(_entries.Sum(e => 46 + e.Name.Length + 28) + 56 + 20 + 22);
        foreach (var entry in _entries)
        {
            var (large, far) = (entry.Length >= Over, entry.HeaderOffset >= Over);
            long[] zip64 =
            [
                .. large ? [entry.Length, entry.Length] : Array.Empty<long>(),
                .. far ? [entry.HeaderOffset] : Array.Empty<long>(),
            ];
            directory.Add32(0x02014B50);
            directory.Add16(zip64.Length > 0 ? 45 : 20);
            directory.Add16(zip64.Length > 0 ? 45 : 20);
            Common(directory, entry, large);
            directory.Add16(entry.Name.Length);
            directory.Add16(zip64.Length > 0 ? 4 + 8 * zip64.Length : 0);
            directory.Skip(10);
            directory.Add32(far ? Over : (uint)entry.HeaderOffset);
            directory.AddText(entry.Name);
            if (zip64.Length > 0)
                Zip64(directory, zip64);
        }
        var size = directory.Position;
        if (DirectoryOffset >= Over)
            EndZip64(directory, size);
        directory.Add32(0x06054B50);
        directory.Skip(4);
        directory.Add16(_entries.Length);
        directory.Add16(_entries.Length);
        directory.Add32((uint)size);
        directory.Add32(DirectoryOffset >= Over ? Over : (uint)DirectoryOffset);
        directory.Skip(2);
        return directory.Bytes[..directory.Position];
    }

    /// <summary>From the flags to the uncompressed size: the same in both headers.</summary>
    static void Common(Writer writer, StoredZipEntry entry, bool large)
    {
        writer.Skip(6);
        writer.Add16(FirstDay);
        writer.Add32(entry.Checksum);
        writer.Add32(large ? Over : (uint)entry.Length);
        writer.Add32(large ? Over : (uint)entry.Length);
    }

    static void Zip64(Writer writer, params ReadOnlySpan<long> values)
    {
        writer.Add16(Zip64Tag);
        writer.Add16(8 * values.Length);
        foreach (var value in values)
            writer.Add64(value);
    }

    void EndZip64(Writer writer, int size)
    {
        writer.Add32(0x06064B50);
        writer.Add64(44);
        writer.Add16(45);
        writer.Add16(45);
        writer.Skip(8);
        writer.Add64(_entries.Length);
        writer.Add64(_entries.Length);
        writer.Add64(size);
        writer.Add64(DirectoryOffset);
        writer.Add32(0x07064B50);
        writer.Skip(4);
        writer.Add64(DirectoryOffset + size);
        writer.Add32(1);
    }

    sealed class Writer(int capacity)
    {
        public byte[] Bytes { get; } = new byte[capacity];

        public int Position { get; private set; }

        public int Left => Bytes.Length - Position;

        public void Add16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), (ushort)value);

        public void Add32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

        public void Add64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);

        public void AddText(string text) => Encoding.ASCII.GetBytes(text, Next(text.Length));

        public void Skip(int count) => Next(count);

        Span<byte> Next(int count) => Bytes.AsSpan((Position += count) - count, count);
    }
}
