using System.Text;

namespace Bench.Service.Inputs;

/// <summary>Text of other systems as UTF-8 with line feeds: UTF-16, as PowerShell and Excel's "Unicode text" write it,
/// UTF-32, and lines that end in a carriage return alone.</summary>
static class PlainText
{
    const int Looked = 64 << 10;

    /// <returns>The same bytes where there is nothing to convert.</returns>
    public static byte[] Of(byte[] bytes)
    {
        if (EncodingOf(bytes) is { } encoding)
            bytes = Encoding.Convert(encoding, Encoding.UTF8, bytes);
        if (HasBareReturns(bytes))
            bytes.AsSpan().Replace((byte)'\r', (byte)'\n');
        return bytes;
    }

    /// <param name="content">From its start; becomes part of what is returned.</param>
    /// <returns>A stream at its start: the same one where there is nothing to convert.</returns>
    public static Stream Of(Stream content)
    {
        var start = new byte[Looked];
        content.Position = 0;
        var looked = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        content.Position = 0;
        if (EncodingOf(looked) is null && !HasBareReturns(looked))
            return content;
        using (content)
        {
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            return new MemoryStream(Of(bytes), writable: false);
        }
    }

    /// <summary>UTF-16 or UTF-32 by its byte order mark, or UTF-16 by the zeros that every second byte of Latin text
    /// is; null for anything else.</summary>
    static Encoding? EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, 0, 0, ..])
            return Encoding.UTF32;
        if (bytes is [0, 0, 0xFE, 0xFF, ..])
            return new UTF32Encoding(bigEndian: true, byteOrderMark: true);
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode;
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode;
        var looked = bytes[..(Math.Min(bytes.Length, 64) & ~1)];
        if (looked.IsEmpty)
            return null;
        var (even, odd) = (0, 0);
        for (var i = 0; i < looked.Length; i += 2)
            (even, odd) = (even + (looked[i] == 0 ? 1 : 0), odd + (looked[i + 1] == 0 ? 1 : 0));
        return (even, odd) switch
        {
            (0, _) when odd == looked.Length / 2 => Encoding.Unicode,
            (_, 0) when even == looked.Length / 2 => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    static bool HasBareReturns(ReadOnlySpan<byte> bytes)
    {
        // A pair may be cut at the end of what is looked at.
        var start = bytes[..Math.Min(bytes.Length, Looked)];
        if (start.Length < bytes.Length || bytes.Length == Looked)
            start = start.TrimEnd((byte)'\r');
        return start.Contains((byte)'\r') && !start.Contains((byte)'\n');
    }
}
