using System.Buffers.Binary;

namespace Bench.Imaging.Decode;

/// <summary>The first picture of a GIF as Pillow's <c>convert("RGB")</c> shows it: a transparent number has the colour
/// that the table gives it, and so has what lies around a picture smaller than the screen.</summary>
readonly ref struct GifPicture
{
    const int Head = 13,
        Descriptor = 10;
    const byte Extension = 0x21,
        Control = 0xF9,
        Image = 0x2C,
        Trailer = 0x3B;

    GifPicture(byte[] alone, ReadOnlySpan<byte> around)
    {
        Alone = alone;
        Around = around;
    }

    /// <summary>A GIF of this picture, with a table of 256 colours and without transparency, for Skia.</summary>
    public byte[] Alone { get; }

    /// <summary>Red, green and blue of what lies around it.</summary>
    public ReadOnlySpan<byte> Around { get; }

    public static bool IsGif(ReadOnlySpan<byte> encoded) => encoded.StartsWith("GIF87a"u8) || encoded.StartsWith("GIF89a"u8);

    /// <exception cref="ImageDecodeException">It ends before its picture's first row.</exception>
    public static GifPicture Find(ReadOnlySpan<byte> gif, string name)
    {
        if (gif.Length < Head)
            throw Truncated(name);
        var table = ColourTable.Ramp(256, 3);
        var rest = gif[Head..];
        TakeTable(gif[10], ref rest, table, name);
        byte fill = 0;
        while (rest is [not Trailer, ..])
        {
            if (rest[0] == Image)
                return Make(gif, rest, table, fill, name);
            if (rest[0] != Extension)
            {
                rest = rest[1..];
                continue;
            }
            // Like Pillow, a control without a transparent number leaves that of one before.
            if (rest is [_, Control, >= 4, var flags, _, _, var key, ..] && (flags & 1) != 0)
                fill = key;
            rest = rest.Length < 2 ? [] : rest[2..];
            while (rest is [not 0, ..])
                rest = rest[Math.Min(rest.Length, rest[0] + 1)..];
        }
        throw rest.IsEmpty ? Truncated(name) : new ImageDecodeException(name, "the GIF has no picture");
    }

    static GifPicture Make(ReadOnlySpan<byte> gif, ReadOnlySpan<byte> image, byte[] table, byte fill, string name)
    {
        if (image.Length < Descriptor)
            throw Truncated(name);
        if (BinaryPrimitives.ReadUInt16LittleEndian(image[5..]) == 0 || BinaryPrimitives.ReadUInt16LittleEndian(image[7..]) == 0)
            throw new ImageDecodeException(name, "the GIF's first picture has no pixels");
        var data = image[Descriptor..];
        if ((image[9] & 0x80) != 0)
            ColourTable.Ramp(256, 3).CopyTo(table, 0);
        TakeTable(image[9], ref data, table, name);
        data = data[..DataLength(data)];
        var screen = new byte[7];
        for (var side = 0; side < 4; side += 2)
        {
            var reach =
                BinaryPrimitives.ReadUInt16LittleEndian(image[(1 + side)..]) + BinaryPrimitives.ReadUInt16LittleEndian(image[(5 + side)..]);
            var size = Math.Max(reach, BinaryPrimitives.ReadUInt16LittleEndian(gif[(6 + side)..]));
            BinaryPrimitives.WriteUInt16LittleEndian(screen.AsSpan(side), (ushort)Math.Min(size, ushort.MaxValue));
        }
        byte[] alone = [.. "GIF89a"u8, .. screen, .. image[..9], (byte)(image[9] & 0x40 | 0x87), .. table, .. data, 0, Trailer];
        return new(alone, table.AsSpan(3 * fill, 3));
    }

    /// <summary>Length of one picture's data: the width of its codes, and blocks up to an empty one, as far as they go.</summary>
    static int DataLength(ReadOnlySpan<byte> data)
    {
        var end = 1;
        while (end < data.Length && data[end] != 0)
            end += data[end] + 1;
        return Math.Min(end, data.Length);
    }

    /// <summary>Moves behind a table where the flags tell of one, and takes its colours.</summary>
    static void TakeTable(byte flags, ref ReadOnlySpan<byte> rest, byte[] table, string name)
    {
        if ((flags & 0x80) == 0)
            return;
        var length = 3 * (2 << (flags & 7));
        if (rest.Length < length)
            throw Truncated(name);
        rest[..length].CopyTo(table);
        rest = rest[length..];
    }

    static ImageDecodeException Truncated(string name) => new(name, "the file is truncated");
}
