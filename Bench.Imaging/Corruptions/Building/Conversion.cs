using System.Numerics;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>Between bytes and numbers.</summary>
static class Conversion
{
    public static void Widen(ReadOnlySpan<byte> source, Span<float> target)
    {
        var i = 0;
        ref var to = ref MemoryMarshal.GetReference(target);
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out var low, out var high);
            Store(low, ref to, i);
            Store(high, ref to, i + Vector<ushort>.Count);
        }
        for (; i < source.Length; i++)
            target[i] = source[i];

        static void Store(Vector<ushort> half, ref float to, int at)
        {
            Vector.Widen(half, out var low, out var high);
            Vector.ConvertToSingle(Vector.AsVectorInt32(low)).StoreUnsafe(ref to, (nuint)at);
            Vector.ConvertToSingle(Vector.AsVectorInt32(high)).StoreUnsafe(ref to, (nuint)(at + Vector<uint>.Count));
        }
    }

    /// <summary>Whole part of each number, clipped to 0 … 255: what NumPy's <c>uint8</c> makes of a clipped
    /// picture.</summary>
    public static void Truncate(ReadOnlySpan<float> source, Span<byte> target)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            Vector
                .Narrow(
                    Vector.Narrow(Whole(ref from, i), Whole(ref from, i + Vector<float>.Count)),
                    Vector.Narrow(Whole(ref from, i + 2 * Vector<float>.Count), Whole(ref from, i + 3 * Vector<float>.Count))
                )
                .CopyTo(target[i..]);
        for (; i < source.Length; i++)
            target[i] = (byte)Math.Clamp(source[i], 0, 255);

        static Vector<uint> Whole(ref float from, int at) =>
            Vector.AsVectorUInt32(
                Vector.ConvertToInt32(
                    Vector.Min(Vector.Max(Vector.LoadUnsafe(ref from, (nuint)at), Vector<float>.Zero), new Vector<float>(255))
                )
            );
    }
}
