using System.Numerics;
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
        for (; bytes > 0; bytes -= Math.Min(bytes, piece.Length))
            stream.ReadExactly(piece[..(int)Math.Min(bytes, piece.Length)]);
    }

    /// <summary>Reads header and elements.</summary>
    /// <param name="stream">The array's bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="length">Bytes that there are, header included.</param>
    /// <param name="maxBytes">Most bytes of elements to accept.</param>
    /// <remarks>Numbers of another type, byte order or array order are converted: whole numbers exactly or not at all,
    /// floating-point numbers to the nearest.</remarks>
    /// <exception cref="PredictionFileException">A number that the wanted type does not hold, an impossible or too
    /// large shape, or fewer or more bytes than the shape says.</exception>
    public static NpyArray<T> Read<T>(Stream stream, string name, long length, long maxBytes)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var header = NpyHeader.Read(stream, name);
        return ReadElements<T>(stream, header, name, length, maxBytes);
    }

    /// <summary>Reads the elements after a header that was read before; parameters as above.</summary>
    /// <exception cref="PredictionFileException">As above.</exception>
    public static NpyArray<T> ReadElements<T>(Stream stream, NpyHeader header, string name, long length, long maxBytes)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (header.Type.Is<T>() && header is { BigEndian: false, ColumnMajor: false })
            return new NpyArray<T>(Elements<T>(stream, header, name, length, maxBytes), header.Shape);
        return header.Type switch
        {
            NpyType.U1 => Converted<byte, T>(stream, header, name, length, maxBytes),
            NpyType.I1 => Converted<sbyte, T>(stream, header, name, length, maxBytes),
            NpyType.U2 => Converted<ushort, T>(stream, header, name, length, maxBytes),
            NpyType.I2 => Converted<short, T>(stream, header, name, length, maxBytes),
            NpyType.U4 => Converted<uint, T>(stream, header, name, length, maxBytes),
            NpyType.I4 => Converted<int, T>(stream, header, name, length, maxBytes),
            NpyType.U8 => Converted<ulong, T>(stream, header, name, length, maxBytes),
            NpyType.I8 => Converted<long, T>(stream, header, name, length, maxBytes),
            NpyType.F2 => Converted<Half, T>(stream, header, name, length, maxBytes),
            NpyType.F4 => Converted<float, T>(stream, header, name, length, maxBytes),
            _ => Converted<double, T>(stream, header, name, length, maxBytes),
        };
    }

    static NpyArray<T> Converted<TFrom, T>(Stream stream, NpyHeader header, string name, long length, long maxBytes)
        where TFrom : unmanaged, INumber<TFrom>
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var elements = Elements<TFrom>(stream, header, name, length, maxBytes);
        if (header.BigEndian)
            ReverseBytes(MemoryMarshal.AsBytes(elements.AsSpan()), header.Type.Size());
        var values = GC.AllocateUninitializedArray<T>(elements.Length);
        // A column-major array is a row-major one of the reversed shape: element (i, j, …) is where the strides of its
        // own shape, first to last, lead.
        var place = header.ColumnMajor ? ColumnMajorPlaces(header.Shape) : null;
        for (var i = 0; i < values.Length; i++)
        {
            var element = elements[place is null ? i : place(i)];
            values[i] = T.CreateSaturating(element);
            if (T.IsInfinity(values[i]) && TFrom.IsFinite(element))
                values[i] = TFrom.IsNegative(element) ? T.MinValue : T.MaxValue;
            if (header.Type.IsWhole() != IsWhole<T>() || IsWhole<T>())
            {
                var exact = !TFrom.IsNaN(element) && TFrom.CreateSaturating(values[i]) == element;
                if (!exact)
                    throw new PredictionFileException(
                        $"{name} has {element} at element {i:N0}, which is no {NpyTypes.NameOf<T>()}; the array is {header.Type.Name()}"
                    );
            }
        }
        return new NpyArray<T>(values, header.Shape);
    }

    static bool IsWhole<T>()
        where T : unmanaged => typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(Half);

    static void ReverseBytes(Span<byte> bytes, int size)
    {
        for (var i = 0; i < bytes.Length; i += size)
            bytes.Slice(i, size).Reverse();
    }

    static Func<int, int> ColumnMajorPlaces(IReadOnlyList<long> shape) =>
        index =>
        {
            var (place, stride) = (0L, shape.Aggregate(1L, (a, b) => a * b));
            for (var axis = shape.Count - 1; axis >= 0; axis--)
            {
                stride /= shape[axis];
                place += index % shape[axis] * stride;
                index = (int)(index / shape[axis]);
            }
            return (int)place;
        };

    static T[] Elements<T>(Stream stream, NpyHeader header, string name, long length, long maxBytes)
        where T : unmanaged
    {
        if (header.DataBytes > maxBytes)
            throw new PredictionFileException($"{name} has {header.DataBytes:N0} bytes; at most {maxBytes:N0} are read");
        if (header.DataBytes > length || header.Count > Array.MaxLength)
            throw new PredictionFileException($"{name} has fewer bytes than its shape ({string.Join(", ", header.Shape)}) says");
        var values = GC.AllocateUninitializedArray<T>((int)header.Count);
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        try
        {
            for (var i = 0; i < bytes.Length; i += Piece)
                stream.ReadExactly(bytes.Slice(i, Math.Min(Piece, bytes.Length - i)));
        }
        catch (EndOfStreamException e)
        {
            throw new PredictionFileException($"{name} has fewer bytes than its shape ({string.Join(", ", header.Shape)}) says", e);
        }
        return values;
    }
}
