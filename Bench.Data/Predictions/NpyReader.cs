using System.Runtime.InteropServices;

namespace Bench.Data.Predictions;

/// <summary>Reads <c>.npy</c> arrays; lengths are checked before memory is taken.</summary>
public static class NpyReader
{
    // Reading in pieces keeps the checksum's working set in the cache.
    const int Piece = 1 << 18;

    /// <summary>Passes over bytes, by seeking where the stream can.</summary>
    internal static void Skip(Stream stream, long bytes)
    {
        if (stream.CanSeek)
        {
            stream.Seek(bytes, SeekOrigin.Current);
            return;
        }
        Span<byte> piece = stackalloc byte[1 << 13];
        for (; bytes > 0; bytes -= Math.Min(bytes, piece.Length)) stream.ReadExactly(piece[..(int)Math.Min(bytes, piece.Length)]);
    }

    /// <summary>Reads header and elements.</summary>
    /// <param name="stream">The array's bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="length">Bytes that there are, header included.</param>
    /// <param name="maxBytes">Most bytes of elements to accept.</param>
    /// <exception cref="PredictionFileException">Another type, an impossible or too large shape, or fewer or more bytes than the shape says.</exception>
    public static NpyArray<T> Read<T>(Stream stream, string name, long length, long maxBytes) where T : unmanaged
    {
        var header = NpyHeader.Read(stream, name);
        return ReadElements<T>(stream, header, name, length, maxBytes);
    }

    /// <summary>Reads the elements after a header that was read before; parameters as above.</summary>
    /// <exception cref="PredictionFileException">As above.</exception>
    public static NpyArray<T> ReadElements<T>(Stream stream, NpyHeader header, string name, long length, long maxBytes) where T : unmanaged
    {
        if (!header.Type.Is<T>()) throw new PredictionFileException($"{name} has elements of type {header.Type}; {typeof(T).Name} is wanted");
        if (header.DataBytes > maxBytes) throw new PredictionFileException($"{name} has {header.DataBytes:N0} bytes; at most {maxBytes:N0} are read");
        if (header.DataBytes > length || header.Count > Array.MaxLength) throw new PredictionFileException($"{name} has fewer bytes than its shape ({string.Join(", ", header.Shape)}) says");
        var values = GC.AllocateUninitializedArray<T>((int)header.Count);
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        try
        {
            for (var i = 0; i < bytes.Length; i += Piece) stream.ReadExactly(bytes.Slice(i, Math.Min(Piece, bytes.Length - i)));
        }
        catch (EndOfStreamException e)
        {
            throw new PredictionFileException($"{name} has fewer bytes than its shape ({string.Join(", ", header.Shape)}) says", e);
        }
        return new NpyArray<T>(values, header.Shape);
    }
}
