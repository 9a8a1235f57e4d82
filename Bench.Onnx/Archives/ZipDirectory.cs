using System.Buffers.Binary;
using Bench.Onnx.Model;

namespace Bench.Onnx.Archives;

/// <summary>Counts an archive's entries before <see cref="System.IO.Compression.ZipArchive"/> reads all of them into
/// memory.</summary>
/// <remarks>The counts that an archive states may lie, and ZipArchive reads headers as long as they come; so does this,
/// in no memory, up to the limit.</remarks>
internal static class ZipDirectory
{
    const uint EndSignature = 0x06054B50,
        End64LocatorSignature = 0x07064B50,
        End64Signature = 0x06064B50,
        HeaderSignature = 0x02014B50;
    const int EndBytes = 22,
        LocatorBytes = 20,
        End64Bytes = 56,
        HeaderBytes = 46;

    /// <exception cref="OnnxRefusalException">The stream is no zip archive, or has more entries than
    /// allowed.</exception>
    public static void RefuseTooManyEntries(Stream stream, ModelArchiveLimits limits)
    {
        var position = Start(stream);
        Span<byte> header = stackalloc byte[HeaderBytes];
        for (var entries = 0; TryRead(stream, position, header) && BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderSignature; )
        {
            if (++entries > limits.MaxEntries)
                throw new OnnxRefusalException(
                    new(
                        OnnxProblemCodes.Limits,
                        $"The archive has more than {limits.MaxEntries} entries.",
                        "Put only the model and its data files into the .zip."
                    )
                );
            position += HeaderBytes + Short(header, 28) + Short(header, 30) + Short(header, 32);
        }
        stream.Position = 0;
    }

    /// <summary>Where the directory begins: the last end record says, or the 64-bit record before it.</summary>
    static long Start(Stream stream)
    {
        var tail = new byte[Math.Min(stream.Length, EndBytes + ushort.MaxValue)];
        var tailStart = stream.Length - tail.Length;
        TryRead(stream, tailStart, tail);
        var end = tail.Length - EndBytes;
        while (end >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end)) != EndSignature)
            end--;
        if (end < 0)
            throw OnnxRefusalException.Archive("The file is not a .zip archive.");
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        Span<byte> record = stackalloc byte[End64Bytes];
        if (
            !TryRead(stream, tailStart + end - LocatorBytes, record[..LocatorBytes])
            || BinaryPrimitives.ReadUInt32LittleEndian(record) != End64LocatorSignature
        )
            return start;
        return
            TryRead(stream, BinaryPrimitives.ReadInt64LittleEndian(record[8..]), record)
            && BinaryPrimitives.ReadUInt32LittleEndian(record) == End64Signature
            && start == uint.MaxValue
            ? BinaryPrimitives.ReadInt64LittleEndian(record[48..])
            : start;
    }

    static int Short(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(header[offset..]);

    static bool TryRead(Stream stream, long position, Span<byte> destination)
    {
        if (position < 0 || position > stream.Length - destination.Length)
            return false;
        stream.Position = position;
        stream.ReadExactly(destination);
        return true;
    }
}
