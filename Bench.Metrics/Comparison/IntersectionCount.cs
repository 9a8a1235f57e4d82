using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bench.Metrics.Comparison;

/// <summary>|A ∩ B| of two bit sets.</summary>
internal static class IntersectionCount
{
    /// <param name="a">Words of the first set.</param>
    /// <param name="b">Words of the second set; as many.</param>
    public static int Of(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"sets of {a.Length} and {b.Length} words", nameof(b));
        var done = 0;
        var count =
            Avx512BW.IsSupported ? Wide(a, b, out done)
            : Avx2.IsSupported ? Narrow(a, b, out done)
            : 0;
        return count + Scalar(a[done..], b[done..]);
    }

    internal static int Scalar(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var count = 0;
        for (var i = 0; i < a.Length; i++)
            count += BitOperations.PopCount(a[i] & b[i]);
        return count;
    }

    // Muła's method: two table look-ups give the bits of each byte, byte counters take 31 rounds of at most 8, and a
    // sum of absolute differences empties them.
    static int Wide(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, out int done)
    {
        var table = Vector512.Create(Vector256.Create(BitsOfNibble, BitsOfNibble), Vector256.Create(BitsOfNibble, BitsOfNibble));
        var low = Vector512.Create((byte)0x0F);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var total = Vector512<ulong>.Zero;
        var end = a.Length - a.Length % Vector512<ulong>.Count;
        for (done = 0; done < end; )
        {
            var bytes = Vector512<byte>.Zero;
            for (var stop = Math.Min(end, done + 31 * Vector512<ulong>.Count); done < stop; done += Vector512<ulong>.Count)
            {
                var both = (Vector512.LoadUnsafe(ref x, (nuint)done) & Vector512.LoadUnsafe(ref y, (nuint)done)).AsByte();
                bytes += Avx512BW.Shuffle(table, both & low) + Avx512BW.Shuffle(table, (both.AsUInt16() >>> 4).AsByte() & low);
            }
            total += Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64();
        }
        return (int)Vector512.Sum(total);
    }

    static int Narrow(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, out int done)
    {
        var table = Vector256.Create(BitsOfNibble, BitsOfNibble);
        var low = Vector256.Create((byte)0x0F);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var total = Vector256<ulong>.Zero;
        var end = a.Length - a.Length % Vector256<ulong>.Count;
        for (done = 0; done < end; )
        {
            var bytes = Vector256<byte>.Zero;
            for (var stop = Math.Min(end, done + 31 * Vector256<ulong>.Count); done < stop; done += Vector256<ulong>.Count)
            {
                var both = (Vector256.LoadUnsafe(ref x, (nuint)done) & Vector256.LoadUnsafe(ref y, (nuint)done)).AsByte();
                bytes += Avx2.Shuffle(table, both & low) + Avx2.Shuffle(table, (both.AsUInt16() >>> 4).AsByte() & low);
            }
            total += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64();
        }
        return (int)Vector256.Sum(total);
    }

    static Vector128<byte> BitsOfNibble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    }
}
