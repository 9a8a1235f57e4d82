using System.Runtime.Intrinsics;

namespace Bench.Imaging.Decode;

/// <summary>Takes sixteen RGB pixels apart into three vectors of one channel each.</summary>
static class InterleavedBytes
{
    /// <summary>Pixels of one step: 48 bytes.</summary>
    public const int Pixels = 16;

    // An index outside of the vector gives 0, so the three parts of a channel join by a bitwise or.
    const byte No = 0xFF;

    /// <summary>Loads 48 bytes from <paramref name="offset"/> on.</summary>
    public static (Vector128<byte> First, Vector128<byte> Second, Vector128<byte> Third) Load(ref byte source, nuint offset)
    {
        var a = Vector128.LoadUnsafe(ref source, offset);
        var b = Vector128.LoadUnsafe(ref source, offset + 16);
        var c = Vector128.LoadUnsafe(ref source, offset + 32);
        var first =
            Vector128.Shuffle(a, Vector128.Create(0, 3, 6, 9, 12, 15, No, No, No, No, No, No, No, No, No, No))
            | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, No, 2, 5, 8, 11, 14, No, No, No, No, No))
            | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, 1, 4, 7, 10, 13));
        var second =
            Vector128.Shuffle(a, Vector128.Create(1, 4, 7, 10, 13, No, No, No, No, No, No, No, No, No, No, No))
            | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, 0, 3, 6, 9, 12, 15, No, No, No, No, No))
            | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, 2, 5, 8, 11, 14));
        var third =
            Vector128.Shuffle(a, Vector128.Create(2, 5, 8, 11, 14, No, No, No, No, No, No, No, No, No, No, No))
            | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, 1, 4, 7, 10, 13, No, No, No, No, No, No))
            | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, 0, 3, 6, 9, 12, 15));
        return (first, second, third);
    }
}
