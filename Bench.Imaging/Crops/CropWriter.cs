using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Bench.Imaging.Crops;

/// <summary>A crop file open for writing. Several threads and several processes may write at once: they write the same
/// bytes.</summary>
/// <remarks>Plain positioned writes, not a writable mapping: on a full disk a write fails with an exception, a mapping
/// kills the process. A crop is published in three steps (bytes, then checksum and state in one write of its 16-byte
/// entry), so a process killed anywhere leaves it either whole or to be made again.</remarks>
public sealed class CropWriter : IDisposable
{
    /// <summary>How the name of a file ends that is not made yet.</summary>
    public const string Unfinished = ".new";

    readonly SafeFileHandle _handle;
    readonly CropLayout _layout;
    readonly bool _deleteOnDispose;

    CropWriter(string path, SafeFileHandle handle, CropLayout layout, bool deleteOnDispose)
    {
        Path = path;
        this._handle = handle;
        this._layout = layout;
        this._deleteOnDispose = deleteOnDispose;
    }

    public string Path { get; }

    public CropLayout Layout => _layout;

    /// <summary>Whether the file is kept for later evaluations, or only for this one.</summary>
    public bool IsKept => !_deleteOnDispose;

    /// <summary>Makes an empty crop file under its final name; a name that is taken is written over.</summary>
    /// <exception cref="IOException">The disk cannot hold the file's header and table.</exception>
    public static CropWriter Create(string path, CropLayout layout, bool deleteOnDispose = false)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}{Unfinished}";
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                RandomAccess.Write(file, layout.ToHeader(), 0);
                RandomAccess.SetLength(file, layout.FileBytes);
            }
            // Dead before here: a stray .new file, swept with the next eviction. After: a whole file without crops.
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return Open(path, layout.Key, deleteOnDispose) ?? throw new IOException($"The crop file {path} was replaced while it was made.");
    }

    /// <summary>Opens a crop file of this key; null when the file is of another key, or damaged.</summary>
    public static CropWriter? Open(string path, string key, bool deleteOnDispose = false)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var header = new byte[CropLayout.HeaderBytes];
        var read = RandomAccess.Read(handle, header, 0);
        if (CropLayout.FromHeader(header.AsSpan(0, read), RandomAccess.GetLength(handle)) is { } layout && layout.Key == key)
            return new(path, handle, layout, deleteOnDispose);
        handle.Dispose();
        return null;
    }

    /// <summary>Whether a crop is there and its bytes have the checksum that they were published with.</summary>
    /// <param name="index">Index in the dataset.</param>
    /// <param name="scratch">Room for one crop; holds it afterwards.</param>
    public bool IsReady(int index, Span<byte> scratch)
    {
        Span<byte> entry = stackalloc byte[CropLayout.EntryBytes];
        return RandomAccess.Read(_handle, entry, _layout.EntryOffset(index)) == entry.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) == CropLayout.Ready
            && RandomAccess.Read(_handle, scratch[.._layout.CropBytes], _layout.CropOffset(index)) == _layout.CropBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(entry) == Checksum(index, scratch[.._layout.CropBytes]);
    }

    /// <summary>Checksum of a crop in its place: another picture's crop with its checksum is not this one's.</summary>
    /// <remarks>The index is no seed, because a seeded hash takes longer.</remarks>
    static ulong Checksum(int index, ReadOnlySpan<byte> crop) => XxHash3.HashToUInt64(crop) ^ ((ulong)(index + 1L) * 0x9E37_79B9_7F4A_7C15);

    /// <summary>Writes a crop and then says that it is there.</summary>
    /// <exception cref="CropDiskFullException">The disk is full.</exception>
    public void Publish(int index, ReadOnlySpan<byte> crop)
    {
        if (crop.Length != _layout.CropBytes)
            throw new ArgumentException($"A crop of this file has {_layout.CropBytes} bytes, not {crop.Length}.", nameof(crop));
        Span<byte> entry = stackalloc byte[CropLayout.EntryBytes];
        entry.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(entry, Checksum(index, crop));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], CropLayout.Ready);
        try
        {
            RandomAccess.Write(_handle, crop, _layout.CropOffset(index));
            // Dead before here: the entry is empty, the crop is made again. After: it is there.
            RandomAccess.Write(_handle, entry, _layout.EntryOffset(index));
        }
        catch (IOException failure) when (CropDiskFullException.Is(failure))
        {
            throw new CropDiskFullException(Path, failure);
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (_deleteOnDispose)
            File.Delete(Path);
    }
}
