using System.Buffers.Binary;
using System.IO.Hashing;

namespace Bench.Imaging.Decode;

/// <summary>Colours of a picture that is stored as numbers of colours.</summary>
/// <remarks>Pillow's table always has 256 colours: a number that the file gives no colour for is the gray level of its
/// value. Skia takes the file's last colour, black or nothing for it, so that a file with a short table is given to
/// Skia with a whole one.</remarks>
static class ColourTable
{
    const int PngSignature = 8,
        PngFrame = 12;

    /// <summary>Level n for number n: what Pillow's table holds before a file's colours come into it.</summary>
    /// <param name="count">Colours.</param>
    /// <param name="bytes">Bytes of a colour; above three the rest are 0.</param>
    public static byte[] Ramp(int count, int bytes)
    {
        var table = new byte[count * bytes];
        for (var i = 0; i < count; i++)
            table.AsSpan(i * bytes, 3).Fill((byte)i);
        return table;
    }

    /// <summary>The PNG with all colours that its depth can number; null where it needs none more.</summary>
    public static byte[]? CompletePng(ReadOnlySpan<byte> png)
    {
        if (png.Length < 26 || png[25] != 3 || png[24] > 8)
            return null;
        var whole = 3 << png[24];
        for (var at = PngSignature; at + PngFrame <= png.Length; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - PngFrame)
                return null;
            var end = at + PngFrame + (int)length;
            if (png.Slice(at + 4, 4).SequenceEqual("PLTE"u8))
                return length < whole ? [.. png[..at], .. Palette(png.Slice(at + 8, (int)length), whole), .. png[end..]] : null;
            at = end;
        }
        return null;
    }

    static byte[] Palette(ReadOnlySpan<byte> given, int whole)
    {
        var chunk = new byte[PngFrame + whole];
        BinaryPrimitives.WriteInt32BigEndian(chunk, whole);
        "PLTE"u8.CopyTo(chunk.AsSpan(4));
        Ramp(whole / 3, 3).CopyTo(chunk, 8);
        given.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + whole), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + whole)));
        return chunk;
    }
}
