using System.Buffers.Binary;

namespace Bench.Imaging.Decode;

/// <summary>A JPEG's header, read marker by marker, and whether its bytes reach the end-of-image marker.</summary>
/// <remarks>The decoders disagree about cut files: libjpeg warns and paints gray, Skia says success. Pillow refuses a
/// file whose end marker is missing, so that is what counts here.</remarks>
readonly record struct JpegHeader(int Width, int Height, int Precision, int Components, byte Frame, bool IsComplete)
{
    const byte Marker = 0xFF;
    const byte StartOfImage = 0xD8;
    const byte EndOfImage = 0xD9;
    const byte StartOfScan = 0xDA;

    public static bool IsJpeg(ReadOnlySpan<byte> encoded) => encoded is [Marker, StartOfImage, Marker, ..];

    public static JpegHeader Read(ReadOnlySpan<byte> encoded)
    {
        var header = default(JpegHeader);
        for (var rest = encoded[2..]; NextMarker(ref rest) is { } marker; )
        {
            if (marker == EndOfImage)
                return header with { IsComplete = true };
            if (IsAlone(marker))
                continue;
            if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && (length < 2 || length > rest.Length))
                return header;
            if (IsFrame(marker) && length >= 8)
                header = new(
                    BinaryPrimitives.ReadUInt16BigEndian(rest[5..]),
                    BinaryPrimitives.ReadUInt16BigEndian(rest[3..]),
                    rest[2],
                    rest[7],
                    marker,
                    false
                );
            rest = rest[length..];
            if (marker == StartOfScan)
                SkipScan(ref rest);
        }
        return header;
    }

    /// <exception cref="ImageDecodeException">Pillow would refuse this JPEG, or it is larger than the limits
    /// allow.</exception>
    public void Check(string name, DecodeLimits limits)
    {
        if (Components == 0)
            throw new ImageDecodeException(name, "the JPEG has no frame header");
        if (Frame is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA))
            throw new ImageDecodeException(name, "a lossless or hierarchical JPEG; baseline, progressive and arithmetic ones are read");
        if (Precision != 8)
            throw new ImageDecodeException(name, $"{Precision}-bit JPEG; only 8 bits a channel are read");
        if (Components is not (1 or 3 or 4))
            throw new ImageDecodeException(name, $"a JPEG of {Components} channels; only 1, 3 and 4 are read");
        limits.Check(name, Width, Height);
        if (!IsComplete)
            throw new ImageDecodeException(name, "the JPEG is truncated: its end marker is missing");
    }

    /// <summary>Moves behind the next marker and returns its code; null at the end of the bytes. Fill bytes and strays
    /// before it are passed over, as libjpeg does.</summary>
    static byte? NextMarker(ref ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf(Marker) is >= 0 and var at && rest[at..].IndexOfAnyExcept(Marker) is >= 0 and var fill)
        {
            var code = rest[at + fill];
            rest = rest[(at + fill + 1)..];
            if (code != 0)
                return code;
        }
        return null;
    }

    /// <summary>Moves to the marker that ends entropy-coded data: stuffed zeros and restart markers belong to the
    /// data.</summary>
    static void SkipScan(ref ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf(Marker) is >= 0 and var at)
        {
            rest = rest[at..];
            if (rest.Length < 2 || !(rest[1] is 0 or Marker || IsAlone(rest[1])))
                return;
            rest = rest[(rest[1] == Marker ? 1 : 2)..];
        }
        rest = [];
    }

    static bool IsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= StartOfImage);

    static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
