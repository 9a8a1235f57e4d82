using System.Buffers.Binary;

namespace Bench.Imaging.Decode;

/// <summary>What of a BMP's header decides whether Skia and Pillow read the same pixels.</summary>
/// <param name="Bits">Bits of a pixel.</param>
/// <param name="Runs">Whether equal pixels are stored as runs, which may leave pixels out.</param>
readonly record struct BmpHeader(int Bits, bool Runs)
{
    const int Head = 14;

    /// <summary>The header of a BMP; null where it is none, or of the old kind without options.</summary>
    public static BmpHeader? Of(ReadOnlySpan<byte> encoded) =>
        encoded.Length >= Head + 40 && encoded.StartsWith("BM"u8) && Size(encoded) >= 40
            ? new(BinaryPrimitives.ReadUInt16LittleEndian(encoded[28..]), BinaryPrimitives.ReadUInt32LittleEndian(encoded[30..]) is 1 or 2)
            : null;

    /// <exception cref="ImageDecodeException">Pillow's pixels would be others.</exception>
    public void Check(string name)
    {
        if (Bits == 16)
            throw new ImageDecodeException(name, "a BMP of 16 bits a pixel, whose levels decoders round differently; save it as a PNG");
    }

    /// <summary>The BMP with all colours that its depth can number; null where it needs none more.</summary>
    public byte[]? Complete(ReadOnlySpan<byte> bmp, string name)
    {
        var given = BinaryPrimitives.ReadUInt32LittleEndian(bmp[46..]);
        var table = Head + (long)Size(bmp);
        if (Bits > 8 || given == 0 || given >= 1 << Bits || table + 4 * given > bmp.Length)
            return null;
        // Pillow takes two colours for one bit a pixel, however many bits there are.
        if (given == 2 && Bits > 1)
            throw new ImageDecodeException(name, $"a BMP of {Bits} bits a pixel with two colours; save it as a PNG");
        var (from, missing) = ((int)(table + 4 * given), 4 * ((1 << Bits) - (int)given));
        byte[] whole = [.. bmp[..from], .. ColourTable.Ramp(1 << Bits, 4)[^missing..], .. bmp[from..]];
        Add(whole, 2, missing);
        Add(whole, 10, missing);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(46), 1u << Bits);
        return whole;
    }

    static uint Size(ReadOnlySpan<byte> bmp) => BinaryPrimitives.ReadUInt32LittleEndian(bmp[Head..]);

    static void Add(byte[] bmp, int at, int more) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bmp.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(bmp.AsSpan(at)) + (uint)more);
}
