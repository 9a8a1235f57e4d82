using System.Buffers.Binary;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Where a tensor's bytes lie in the file and how many elements they hold.</summary>
/// <remarks>A tensor holds raw bytes, or one of five typed lists; a list may be packed into one field, or spread over
/// one field an element.</remarks>
internal sealed class TensorContent(WireReader wire)
{
    const int Raw = 9;

    readonly List<(int Field, WireType Type, long Start, long End)> _pieces = [];
    int _onlyField;
    long _count;

    /// <summary>Takes note of a data field and steps over it.</summary>
    public void Note(int field, WireType type, long end)
    {
        if (_onlyField != 0 && (_onlyField != field || field == Raw))
            throw wire.Malformed("a tensor whose data is given twice");
        _onlyField = field;
        var start = wire.Position;
        if (type == WireType.Bytes)
        {
            var last = wire.ReadEnd(end);
            start = wire.Position;
            _count += field switch
            {
                4 => (last - start) / 4,
                10 => (last - start) / 8,
                5 or 7 or 11 => wire.CountVarints(last),
                6 => 1,
                _ => last - start,
            };
            wire.SeekTo(last);
        }
        else
        {
            wire.Skip(type, end);
            _count++;
        }
        if (_pieces.Count < 1024)
            _pieces.Add((field, type, start, wire.Position));
    }

    public void Require(string name, OnnxElementType type, long elements)
    {
        Int128 wanted =
            _onlyField == Raw ? type.RawBytes(elements)
            : _onlyField == 0 && elements == 0 ? 0
            // Typed lists hold both halves of a complex number, and four-bit numbers two to an element.
            : type is OnnxElementType.Complex64 or OnnxElementType.Complex128 ? 2 * (Int128)elements
            : type.Bits() == 4 ? (elements + 1) / 2
            : elements;
        if (_count != wanted)
            throw OnnxRefusalException.Invalid(
                $"The tensor '{name}' declares {elements} elements of type {type.ToString().ToLowerInvariant()}, "
                    + $"which take {wanted} {(_onlyField == Raw ? "bytes" : "values")}, but the file holds {_count}."
            );
    }

    /// <summary>The values as numbers, or null for types that no operator takes as a parameter. Leaves the reader at
    /// <paramref name="end"/>.</summary>
    public double[]? ReadValues(OnnxElementType type, long elements, long end)
    {
        if (
            type
                is not (
                    OnnxElementType.Float
                    or OnnxElementType.Float16
                    or OnnxElementType.Double
                    or OnnxElementType.Int32
                    or OnnxElementType.Int64
                    or OnnxElementType.Bool
                    or OnnxElementType.Int8
                    or OnnxElementType.UInt8
                )
            || _pieces.Count == 1024
        )
            return null;
        var values = new double[elements];
        var filled = 0;
        foreach (var piece in _pieces)
        {
            wire.SeekTo(piece.Start);
            while (wire.Position < piece.End && filled < values.Length)
                values[filled++] = piece.Field switch
                {
                    Raw => ReadRaw(type, piece.End),
                    4 => BitConverter.UInt32BitsToSingle(wire.ReadFixed32(piece.End)),
                    10 => BitConverter.UInt64BitsToDouble(wire.ReadFixed64(piece.End)),
                    5 when type == OnnxElementType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)wire.ReadVarint(piece.End)),
                    5 or 7 => (long)wire.ReadVarint(piece.End),
                    _ => wire.ReadVarint(piece.End),
                };
        }
        wire.SeekTo(end);
        return filled == values.Length ? values : null;
    }

    double ReadRaw(OnnxElementType type, long end)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..(type.Bits() / 8)];
        wire.ReadExactly(bytes, end);
        return type switch
        {
            OnnxElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            OnnxElementType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            OnnxElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            OnnxElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            OnnxElementType.Int8 => (sbyte)bytes[0],
            _ => bytes[0],
        };
    }
}
