namespace Bench.Imaging.Corruptions.Building;

/// <summary>ImageMagick 6's <c>MotionBlurImage</c>: half a Gaussian along a line of whole pixels, cut to
/// levels.</summary>
/// <remarks>Seen of 6.9.11: the sum is rounded to 16 bits, and the 8-bit PNG that is read back holds the whole part of
/// a 257th of it.</remarks>
/// <param name="Width">Pixels of the line, 2 · radius + 1.</param>
/// <param name="Weights">Their weights, of sum 1.</param>
sealed record MotionBlur(int Width, float[] Weights)
{
    const float HalfQuantum = .5f / 257;

    readonly int[] _offsets = new int[Width];
    readonly int[] _shifted = new int[Width];

    public static MotionBlur Of(int radius, double sigma)
    {
        var weights = new double[2 * radius + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Exp(-i * i / (2 * sigma * sigma));
        var sum = weights.Sum();
        return new(weights.Length, [.. weights.Select(weight => (float)(weight / sum))]);
    }

    /// <summary>Blurs levels in place.</summary>
    /// <param name="pixels">side × side pixels, 0 to 255.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="degrees">Direction.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> values.</param>
    public void Apply(Span<float> pixels, int side, int channels, double degrees, Span<float> scratch)
    {
        var (margin, row) = (Width, side * channels);
        var padded = row + 2 * margin * channels;
        Filtering.Pad<float>(pixels, side, channels, margin, Border.Nearest, scratch);
        // As ImageMagick has them: the line's own length is Width · (sin, cos), and hypot of that is Width again.
        var (down, right) = Math.SinCos(degrees * (Math.PI / 180));
        var length = double.Hypot(Width * down, Width * right);
        for (var i = 0; i < Width; i++)
            _offsets[i] =
                (int)Math.Ceiling(i * (Width * down) / length - 0.5) * padded
                + (int)Math.Ceiling(i * (Width * right) / length - 0.5) * channels;
        for (var y = 0; y < side; y++)
        {
            var target = pixels.Slice(y * row, row);
            Filtering.Sum<float>(scratch[(margin * channels)..], Shifted((y + margin) * padded), Weights, target);
            for (var i = 0; i < target.Length; i++)
                target[i] = MathF.Floor(target[i] + HalfQuantum);
        }
    }

    public int ScratchLength(int side, int channels) => (side + 2 * Width) * (side + 2 * Width) * channels;

    ReadOnlySpan<int> Shifted(int start)
    {
        for (var i = Width - 1; i >= 0; i--)
            _shifted[i] = _offsets[i] + start;
        return _shifted;
    }
}
