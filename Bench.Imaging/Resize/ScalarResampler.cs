namespace Bench.Imaging.Resize;

/// <summary>The two passes of a resize, one byte at a time: what runs where there are no vectors, and what the vector
/// branch is held against.</summary>
static class ScalarResampler
{
    /// <summary>Resizes rows: RGBX pixels in, RGB pixels without gaps out.</summary>
    /// <param name="source">The rows to read, <paramref name="sourceStride"/> bytes apart, starting at the picture's
    /// first column.</param>
    /// <param name="sourceStride">Bytes from one source row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="axis">Weights along a row.</param>
    /// <param name="target">Room for rows · axis.Count · 3 bytes.</param>
    public static void Horizontal(ReadOnlySpan<byte> source, int sourceStride, int rows, ResampleAxis axis, Span<byte> target)
    {
        for (var column = 0; column < axis.Count; column++)
        {
            var weights = axis.Weights.Slice(column * axis.Stride, axis.Taps[column]);
            for (var row = 0; row < rows; row++)
            for (var channel = 0; channel < 3; channel++)
            {
                var pixels = source[(row * sourceStride + axis.Starts[column] * 4 + channel)..];
                var sum = ResampleAxis.Half;
                for (var tap = 0; tap < weights.Length; tap++)
                    sum += pixels[tap * 4] * weights[tap];
                target[(row * axis.Count + column) * 3 + channel] = Level(sum);
            }
        }
    }

    /// <summary>Resizes columns, byte by byte over whole rows.</summary>
    /// <param name="source">Rows of <paramref name="rowBytes"/> bytes without gaps; the first one is the axis'
    /// <see cref="ResampleAxis.SourceStart"/>.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="axis">Weights along a column.</param>
    /// <param name="target">Where the output rows go, <paramref name="targetStride"/> bytes apart.</param>
    /// <param name="targetStride">Bytes from one output row to the next.</param>
    public static void Vertical(ReadOnlySpan<byte> source, int rowBytes, ResampleAxis axis, Span<byte> target, int targetStride)
    {
        for (var row = 0; row < axis.Count; row++)
        {
            var weights = axis.Weights.Slice(row * axis.Stride, axis.Taps[row]);
            for (var i = 0; i < rowBytes; i++)
            {
                var bytes = source[((axis.Starts[row] - axis.SourceStart) * rowBytes + i)..];
                var sum = ResampleAxis.Half;
                for (var tap = 0; tap < weights.Length; tap++)
                    sum += bytes[tap * rowBytes] * weights[tap];
                target[row * targetStride + i] = Level(sum);
            }
        }
    }

    static byte Level(int sum) => (byte)Math.Clamp(sum >> ResampleAxis.Precision, 0, 255);
}
