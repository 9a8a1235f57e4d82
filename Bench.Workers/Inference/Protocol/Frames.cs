using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bench.Workers.Inference.Protocol;

/// <summary>Frames on the pipes between parent and child: one kind byte, four length bytes (little endian), then the
/// payload.</summary>
internal static class Frames
{
    public const byte Json = (byte)'J';
    public const byte Rows = (byte)'R';

    /// <summary>A <see cref="RunBatch"/>: two numbers of four bytes, because there are so many of them.</summary>
    public const byte Run = (byte)'B';

    /// <summary>A <see cref="RunPictures"/>: the number of its pictures' values, then they, then its seeds.</summary>
    public const byte Pictures = (byte)'P';

    /// <summary>The same without seeds, for the logits at which the reverse pass begins.</summary>
    public const byte OwnLogits = (byte)'L';

    /// <summary>No message of ours is longer; a child that claims so is talking garbage.</summary>
    public const int MaxJsonBytes = 1 << 20;

    const int HeaderBytes = 5,
        RunBytes = 8;

    public static void WriteAnswer(Stream stream, ChildAnswer answer) =>
        Write(stream, Json, JsonSerializer.SerializeToUtf8Bytes(answer, ProtocolJson.Default.ChildAnswer));

    public static void WriteRequest(Stream stream, ChildRequest request)
    {
        if (request is not RunBatch run)
        {
            Write(stream, Json, JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.ChildRequest));
            return;
        }
        Span<byte> payload = stackalloc byte[RunBytes];
        BinaryPrimitives.WriteInt32LittleEndian(payload, run.First);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], run.Count);
        Write(stream, Run, payload);
    }

    public static void WritePictures(Stream stream, ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, byte kind = Pictures)
    {
        Span<byte> header = stackalloc byte[HeaderBytes + sizeof(int)];
        header[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], checked(sizeof(int) + sizeof(float) * (pictures.Length + seeds.Length)));
        BinaryPrimitives.WriteInt32LittleEndian(header[HeaderBytes..], pictures.Length);
        stream.Write(header);
        stream.Write(MemoryMarshal.AsBytes(pictures));
        stream.Write(MemoryMarshal.AsBytes(seeds));
        stream.Flush();
    }

    public static void WriteRows(Stream stream, ReadOnlySpan<float> values) => Write(stream, Rows, MemoryMarshal.AsBytes(values));

    static void Write(Stream stream, byte kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], payload.Length);
        stream.Write(header);
        stream.Write(payload);
        stream.Flush();
    }

    /// <summary>Reads one request; null at the end of the stream.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a frame.</exception>
    public static ChildRequest? ReadRequest(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        if (read < HeaderBytes)
            throw new ProtocolException("a frame header is truncated");
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[1..]);
        if (header[0] is Pictures or OwnLogits)
            return ReadPictures(stream, length) with { OwnLogits = header[0] == OwnLogits };
        if (header[0] != Run)
            return Parse(ReadJsonBody(stream, header[0], length), ProtocolJson.Default.ChildRequest);
        if (length != RunBytes)
            throw new ProtocolException($"a run of {length} bytes");
        Span<byte> payload = stackalloc byte[RunBytes];
        stream.ReadExactly(payload);
        return new RunBatch(BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[4..]));
    }

    static RunPictures ReadPictures(Stream stream, int length)
    {
        Span<byte> first = stackalloc byte[sizeof(int)];
        stream.ReadExactly(first);
        var pictures = BinaryPrimitives.ReadInt32LittleEndian(first);
        var seeds = (length - sizeof(int)) / sizeof(float) - pictures;
        if (pictures < 0 || seeds < 0)
            throw new ProtocolException($"{pictures} values of pictures in a frame of {length} bytes");
        return new RunPictures(ReadValues(stream, pictures), ReadValues(stream, seeds));
    }

    static float[] ReadValues(Stream stream, int count)
    {
        var values = GC.AllocateUninitializedArray<float>(count);
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Reads the answer to a request that is answered in JSON.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a frame, or the stream has ended.</exception>
    public static async Task<ChildAnswer> ReadAnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        await ReadExactlyAsync(stream, header, cancellationToken);
        var body = new byte[CheckedJsonLength(header[0], BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1)))];
        await ReadExactlyAsync(stream, body, cancellationToken);
        return Parse(body, ProtocolJson.Default.ChildAnswer);
    }

    /// <summary>Reads rows into <paramref name="rows"/>, which they must fill exactly; returns the refusal that came
    /// instead, or null.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a frame, or the stream has ended.</exception>
    public static ChildAnswer? ReadRows(Stream stream, Span<byte> rows)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        ReadExactly(stream, header);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[1..]);
        if (header[0] != Rows)
            return Parse(ReadJsonBody(stream, header[0], length), ProtocolJson.Default.ChildAnswer);
        if (length != rows.Length)
            throw new ProtocolException($"rows of {length} bytes came where {rows.Length} were due");
        ReadExactly(stream, rows);
        return null;
    }

    static byte[] ReadJsonBody(Stream stream, byte kind, int length)
    {
        var buffer = new byte[CheckedJsonLength(kind, length)];
        ReadExactly(stream, buffer);
        return buffer;
    }

    static void ReadExactly(Stream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new ProtocolException("the child closed its pipe");
    }

    static async Task ReadExactlyAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) < buffer.Length)
            throw new ProtocolException("the child closed its pipe");
    }

    static int CheckedJsonLength(byte kind, int length) =>
        kind == Json && length is >= 2 and <= MaxJsonBytes
            ? length
            : throw new ProtocolException($"malformed frame (kind {kind}, length {length})");

    static T Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type) ?? throw new ProtocolException("an empty message");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new ProtocolException($"a message that is not of the protocol: {error.Message}");
        }
    }
}
