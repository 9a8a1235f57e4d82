using System.Buffers.Binary;

namespace Bench.Imaging.Properties;

/// <summary>The quality that a JPEG was probably written with: that of libjpeg's scaled tables of Annex K which lies
/// nearest to the file's first luminance table.</summary>
static class JpegQuality
{
    const int Entries = 64;
    const byte Tables = 0xDB;
    const byte StartOfScan = 0xDA;

    /// <summary>Annex K's luminance table, row by row.</summary>
    static readonly byte[] Luminance =
    [
        .. (byte[])[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56],
        .. (byte[])[14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92],
        .. (byte[])[49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99],
    ];

    /// <summary>Tables of the qualities 1 to 100, in the zigzag order in which files have them.</summary>
    static readonly int[][] ByQuality = [.. Enumerable.Range(1, 100).Select(Scaled)];

    /// <summary>1 to 100; null where the file has no luminance table before its first scan.</summary>
    public static int? Estimate(ReadOnlySpan<byte> encoded)
    {
        for (var rest = encoded.Length > 2 ? encoded[2..] : []; rest.Length >= 4 && rest[0] == 0xFF; )
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (rest[1] == StartOfScan || length < 2 || rest.Length < length + 2)
                return null;
            if (rest[1] == Tables && Table(rest[4..(length + 2)]) is { } table)
                return Nearest(table);
            rest = rest[(length + 2)..];
        }
        return null;
    }

    /// <summary>The table with the number 0 of a segment: 64 entries of one or two bytes, behind a byte of precision
    /// and number.</summary>
    static int[]? Table(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (wide, number) = (segment[0] >> 4, segment[0] & 15);
            var size = Entries * (wide == 0 ? 1 : 2);
            if (segment.Length < size + 1)
                return null;
            var entries = segment.Slice(1, size);
            if (number == 0)
            {
                var table = new int[Entries];
                for (var i = 0; i < Entries; i++)
                    table[i] = wide == 0 ? entries[i] : BinaryPrimitives.ReadUInt16BigEndian(entries[(2 * i)..]);
                return table;
            }
            segment = segment[(size + 1)..];
        }
        return null;
    }

    static int Nearest(int[] table)
    {
        var (best, least) = (0, long.MaxValue);
        // From the best quality down: where two are as near, the higher one.
        for (var quality = ByQuality.Length; quality >= 1; quality--)
        {
            var distance = 0L;
            for (var i = 0; i < Entries; i++)
                distance += Math.Abs(table[i] - ByQuality[quality - 1][i]);
            if (distance < least)
                (best, least) = (quality, distance);
        }
        return best;
    }

    static int[] Scaled(int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        var table = new int[Entries];
        // Diagonals, walked upwards and downwards in turn.
        for (int diagonal = 0, place = 0; diagonal < 15; diagonal++)
        for (var step = 0; step <= diagonal; step++)
        {
            var (row, column) = diagonal % 2 == 0 ? (diagonal - step, step) : (step, diagonal - step);
            if (row < 8 && column < 8)
                table[place++] = Math.Clamp((Luminance[row * 8 + column] * scale + 50) / 100, 1, 255);
        }
        return table;
    }
}
