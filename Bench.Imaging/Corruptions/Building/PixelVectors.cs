using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>Pixels as vectors of four numbers: red, green, blue and one that means nothing.</summary>
static class PixelVectors
{
    /// <param name="rgb">Rows of RGB pixels without gaps.</param>
    /// <param name="pixels">As many vectors.</param>
    public static void Load(ReadOnlySpan<byte> rgb, Span<Vector128<float>> pixels)
    {
        // Four bytes are read at a time, so the last pixel goes by itself.
        var last = pixels.Length - 1;
        for (var i = 0; i < last; i++)
        {
            var bytes = Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt32LittleEndian(rgb[(3 * i)..])).AsByte();
            pixels[i] = Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32());
        }
        if (last >= 0)
            pixels[last] = Vector128.Create(rgb[3 * last], rgb[3 * last + 1], rgb[3 * last + 2], 0f);
    }

    /// <summary>Writes the whole parts of a pixel's numbers, each from 0 to 255.</summary>
    /// <param name="rgb">Rows of RGB pixels without gaps.</param>
    /// <param name="pixel">Which pixel. The byte after it is written too where there is one: write pixels in ascending
    /// order.</param>
    /// <param name="value">Its numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Span<byte> rgb, int pixel, Vector128<float> value)
    {
        var whole = Vector128.ConvertToInt32(value);
        var at = 3 * pixel;
        if (at + 4 <= rgb.Length)
        {
            var halves = Vector128.Narrow(whole, whole);
            BinaryPrimitives.WriteUInt32LittleEndian(rgb[at..], Vector128.Narrow(halves, halves).AsUInt32().ToScalar());
        }
        else
            (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)whole[0], (byte)whole[1], (byte)whole[2]);
    }
}
