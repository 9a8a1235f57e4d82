using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bench.Imaging.Resize;

/// <summary>The two passes of a resize on vectors, equal to <see cref="ScalarResampler"/> in every bit: the sums are of
/// whole numbers.</summary>
/// <remarks>Written over 256 bits; where the machine has only 128 the compiler makes two of each.</remarks>
static class VectorResampler
{
    const int BlockBytes = 32;

    /// <inheritdoc cref="ScalarResampler.Horizontal"/>
    public static void Horizontal(ReadOnlySpan<byte> source, int sourceStride, int rows, ResampleAxis axis, Span<byte> target)
    {
        ref var pixels = ref MemoryMarshal.GetReference(source);
        ref var weights = ref MemoryMarshal.GetReference(axis.PixelWeights);
        ref var written = ref MemoryMarshal.GetReference(target);
        var starts = axis.Starts;
        var taps = axis.Taps;
        for (var row = 0; row < rows; row++)
        {
            ref var weight = ref weights;
            for (var column = 0; column < starts.Length; column++)
            {
                ref var pixel = ref Unsafe.Add(ref pixels, (nint)row * sourceStride + starts[column] * 4);
                var sum = Vector256<int>.Zero;
                for (nuint tap = 0; tap < (nuint)taps[column]; tap += 2)
                    sum += WidenEight(ref pixel, tap * 4) * Vector256.LoadUnsafe(ref weight, tap * 4);
                // Four bytes for three channels: the next pixel, or the next row, is written over the fourth.
                Unsafe.WriteUnaligned(ref written, Levels(sum.GetLower() + sum.GetUpper()));
                written = ref Unsafe.Add(ref written, 3);
                weight = ref Unsafe.Add(ref weight, axis.Stride * 4);
            }
        }
    }

    /// <inheritdoc cref="ScalarResampler.Vertical"/>
    public static void Vertical(ReadOnlySpan<byte> source, int rowBytes, ResampleAxis axis, Span<byte> target, int targetStride)
    {
        if (rowBytes < BlockBytes)
        {
            ScalarResampler.Vertical(source, rowBytes, axis, target, targetStride);
            return;
        }
        for (var row = 0; row < axis.Count; row++)
        {
            var first = source[((axis.Starts[row] - axis.SourceStart) * rowBytes)..];
            var weights = axis.Weights.Slice(row * axis.Stride, axis.Taps[row]);
            var output = target.Slice(row * targetStride, rowBytes);
            // The last block overlaps the one before it, so that nothing is written behind the row.
            for (var block = 0; block < rowBytes; block += BlockBytes)
                VerticalBlock(first, rowBytes, weights, Math.Min(block, rowBytes - BlockBytes), output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void VerticalBlock(ReadOnlySpan<byte> first, int rowBytes, ReadOnlySpan<int> weights, int offset, Span<byte> output)
    {
        ref var pixel = ref Unsafe.Add(ref MemoryMarshal.GetReference(first), offset);
        var (a, b, c, d) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        foreach (var value in weights)
        {
            var weight = Vector256.Create(value);
            a += WidenEight(ref pixel, 0) * weight;
            b += WidenEight(ref pixel, 8) * weight;
            c += WidenEight(ref pixel, 16) * weight;
            d += WidenEight(ref pixel, 24) * weight;
            pixel = ref Unsafe.Add(ref pixel, rowBytes);
        }
        Vector256
            .Narrow(Vector256.Narrow(Clamp(a), Clamp(b)).AsUInt16(), Vector256.Narrow(Clamp(c), Clamp(d)).AsUInt16())
            .StoreUnsafe(ref MemoryMarshal.GetReference(output), (nuint)offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> WidenEight(ref byte pixel, nuint offset)
    {
        var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref pixel, offset))).AsByte();
        if (Avx2.IsSupported)
            return Avx2.ConvertToVector256Int32(eight);
        var words = Vector128.WidenLower(eight);
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Clamp(Vector256<int> sum) =>
        Vector256.Clamp(
            Vector256.ShiftRightArithmetic(sum + Vector256.Create(ResampleAxis.Half), ResampleAxis.Precision),
            Vector256<int>.Zero,
            Vector256.Create(255)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Levels(Vector128<int> sum)
    {
        var level = Vector128.Clamp(
            Vector128.ShiftRightArithmetic(sum + Vector128.Create(ResampleAxis.Half), ResampleAxis.Precision),
            Vector128<int>.Zero,
            Vector128.Create(255)
        );
        var words = Vector128.Narrow(level, level).AsUInt16();
        return Vector128.Narrow(words, words).AsUInt32().ToScalar();
    }
}
