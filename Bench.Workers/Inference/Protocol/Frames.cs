using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Workers.Inference.Protocol;

/// <summary>Frames on the pipes between parent and child: one kind byte, four length bytes (little endian), then the payload.</summary>
internal static class Frames
{
    public const byte Json = (byte)'J';
    public const byte Rows = (byte)'R';

    /// <summary>No message of ours is longer; a child that claims so is talking garbage.</summary>
    public const int MaxJsonBytes = 1 << 20;

    const int HeaderBytes = 5;

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        AllowOutOfOrderMetadataProperties = true,
    };

    public static void WriteJson<T>(Stream stream, T message) => Write(stream, Json, JsonSerializer.SerializeToUtf8Bytes(message, Options));

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

    /// <summary>Reads one JSON frame; null at the end of the stream.</summary>
    /// <exception cref="ProtocolException">The bytes are no such frame.</exception>
    public static T? ReadJson<T>(Stream stream) where T : class
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0) return null;
        if (read < HeaderBytes) throw new ProtocolException("a frame header is cut short");
        var buffer = new byte[CheckedJsonLength(header)];
        stream.ReadExactly(buffer);
        return Parse<T>(buffer);
    }

    /// <summary>Reads the answer to a request that is answered in JSON.</summary>
    /// <exception cref="ProtocolException">The bytes are no such frame, or the stream has ended.</exception>
    public static async Task<ChildAnswer> ReadAnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = await ReadHeaderAsync(stream, cancellationToken);
        return await ReadJsonBodyAsync(stream, header, cancellationToken);
    }

    /// <summary>Reads rows into <paramref name="rows"/>, which they must fill exactly; returns the refusal that came instead, or null.</summary>
    /// <exception cref="ProtocolException">The bytes are no such frame, or the stream has ended.</exception>
    public static async Task<ChildAnswer?> ReadRowsAsync(Stream stream, Memory<byte> rows, CancellationToken cancellationToken)
    {
        var header = await ReadHeaderAsync(stream, cancellationToken);
        if (header.Kind != Rows) return await ReadJsonBodyAsync(stream, header, cancellationToken);
        if (header.Length != rows.Length) throw new ProtocolException($"rows of {header.Length} bytes came where {rows.Length} were due");
        await ReadExactlyAsync(stream, rows, cancellationToken);
        return null;
    }

    static async Task<(byte Kind, int Length)> ReadHeaderAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        await ReadExactlyAsync(stream, header, cancellationToken);
        return (header[0], BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1)));
    }

    static async Task<ChildAnswer> ReadJsonBodyAsync(Stream stream, (byte Kind, int Length) header, CancellationToken cancellationToken)
    {
        if (header.Kind != Json || header.Length is < 2 or > MaxJsonBytes) throw new ProtocolException($"the child wrote something that is no frame (kind {header.Kind}, length {header.Length})");
        var buffer = ArrayPool<byte>.Shared.Rent(header.Length);
        try
        {
            await ReadExactlyAsync(stream, buffer.AsMemory(0, header.Length), cancellationToken);
            return Parse<ChildAnswer>(buffer.AsSpan(0, header.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static async Task ReadExactlyAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) < buffer.Length)
            throw new ProtocolException("the child closed its pipe");
    }

    static int CheckedJsonLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[1..]);
        return header[0] == Json && length is >= 2 and <= MaxJsonBytes ? length : throw new ProtocolException($"no JSON frame (kind {header[0]}, length {length})");
    }

    static T Parse<T>(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new ProtocolException("an empty message");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new ProtocolException($"a message that is not of the protocol: {error.Message}");
        }
    }
}
