using System.Buffers.Binary;
using System.Text;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>
/// Reads the protocol buffer encoding from a seekable stream through one small buffer, stepping over what nobody asked
/// for.
/// </summary>
/// <remarks>
/// Not Google.Protobuf: its parser copies every weight into memory before a caller can say no. Here weights are skipped
/// with a seek, so a file of any size is read in the memory of its structure. Every position is checked against the end
/// of the message around it.
/// </remarks>
internal sealed class WireReader(Stream stream, CancellationToken cancellationToken)
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly byte[] _buffer = new byte[64 << 10];
    long _bufferStart;
    int _next,
        _filled;

    public long Length { get; } = stream.Length;

    public long Position => _bufferStart + _next;

    /// <summary>Reads the next field's number and wire type, or false at <paramref name="end"/>.</summary>
    public bool TryReadTag(long end, out int field, out WireType type)
    {
        field = 0;
        type = default;
        if (Position == end)
            return false;
        var tag = ReadVarint(end);
        type = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFFFFFF || type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Malformed($"an impossible field tag {tag}");
        field = (int)(tag >> 3);
        return true;
    }

    public ulong ReadVarint(long end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = ReadByte(end);
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw Malformed("a number of more than ten bytes");
    }

    /// <summary>Reads a length and gives the position where that many bytes end.</summary>
    public long ReadEnd(long outerEnd)
    {
        var length = ReadVarint(outerEnd);
        if (length > (ulong)(outerEnd - Position))
            throw OnnxRefusalException.Invalid(
                $"The file is truncated or damaged: at byte {Position} a part of {length} bytes begins, but only "
                    + $"{outerEnd - Position} are left for it."
            );
        return Position + (long)length;
    }

    public uint ReadFixed32(long end)
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes, end);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadFixed64(long end)
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes, end);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public string ReadString(long end, int maxBytes)
    {
        var length = end - Position;
        if (length > maxBytes)
            throw OnnxRefusalException.Limit($"At byte {Position} the model has a text of {length} bytes; at most {maxBytes} are allowed.");
        if (length == 0)
            return "";
        var start = Position;
        var bytes = new byte[length];
        ReadExactly(bytes, end);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw OnnxRefusalException.Invalid($"The file is not a readable ONNX model: the text at byte {start} is not UTF-8.");
        }
    }

    public void ReadExactly(Span<byte> destination, long end)
    {
        if (destination.Length > end - Position)
            throw Malformed("a value that runs past its end");
        while (destination.Length > 0)
        {
            Fill();
            var take = Math.Min(destination.Length, _filled - _next);
            _buffer.AsSpan(_next, take).CopyTo(destination);
            _next += take;
            destination = destination[take..];
        }
    }

    /// <summary>Steps over a field's content.</summary>
    public void Skip(WireType type, long end)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint(end);
                break;
            case WireType.Fixed32:
                ReadFixed32(end);
                break;
            case WireType.Fixed64:
                ReadFixed64(end);
                break;
            default:
                SeekTo(ReadEnd(end));
                break;
        }
    }

    /// <summary>Goes to a place in the file, ahead or back.</summary>
    public void SeekTo(long position)
    {
        if (position >= _bufferStart && position <= _bufferStart + _filled)
        {
            _next = (int)(position - _bufferStart);
            return;
        }
        stream.Position = _bufferStart = position;
        _next = _filled = 0;
    }

    /// <summary>Counts the numbers packed up to <paramref name="end"/>, each of which ends in a byte below
    /// 128.</summary>
    public long CountVarints(long end)
    {
        long count = 0;
        while (Position < end)
        {
            Fill();
            var take = (int)Math.Min(end - Position, _filled - _next);
            foreach (var b in _buffer.AsSpan(_next, take))
                count += b < 0x80 ? 1 : 0;
            _next += take;
        }
        return count;
    }

    public OnnxRefusalException Malformed(string what) =>
        OnnxRefusalException.Invalid($"The file is not a readable ONNX model: at byte {Position} it has {what}.");

    byte ReadByte(long end)
    {
        if (Position >= end)
            throw OnnxRefusalException.Invalid($"The file is truncated or damaged: the value at byte {Position} is incomplete.");
        Fill();
        return _buffer[_next++];
    }

    void Fill()
    {
        if (_next < _filled)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        _bufferStart += _filled;
        _next = 0;
        _filled = stream.Read(_buffer);
        if (_filled == 0)
            throw OnnxRefusalException.Invalid($"The file is truncated: it ends at byte {_bufferStart} of {Length}.");
    }
}
