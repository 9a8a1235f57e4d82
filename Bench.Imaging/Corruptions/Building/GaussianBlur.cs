using System.Numerics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>SciPy's <c>gaussian_filter</c>: a sampled Gaussian over radius round(truncate · σ), one axis after the
/// other.</summary>
/// <param name="Radius">Pixels on each side of the middle.</param>
/// <param name="Weights">2 · Radius + 1 weights, of sum 1.</param>
sealed record GaussianBlur<T>(int Radius, T[] Weights)
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    readonly int[] _offsets = new int[2 * Radius + 1];

    public static GaussianBlur<T> Of(double sigma, double truncate = 4)
    {
        var radius = (int)(truncate * sigma + 0.5);
        var weights = new double[2 * radius + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Exp(-0.5 / (sigma * sigma) * (i - radius) * (i - radius));
        var sum = weights.Sum();
        return new(radius, [.. weights.Select(weight => T.CreateTruncating(weight / sum))]);
    }

    /// <summary>Blurs in place.</summary>
    /// <param name="pixels">side × side pixels.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="channels">Values of a pixel; one where <see cref="Radius"/> is above half the side.</param>
    /// <param name="border">What is beyond the edges.</param>
    /// <param name="scratch">Room for as many values as <see cref="ScratchLength"/> says.</param>
    public void Apply(Span<T> pixels, int side, int channels, Border border, Span<T> scratch)
    {
        var between = scratch[..pixels.Length];
        var rest = scratch[pixels.Length..];
        Vertical(pixels, side, channels, border, between, rest);
        if (Radius <= side / 2)
        {
            Horizontal(between, side, channels, border, pixels, rest);
            return;
        }
        // A kernel wider than the picture: rows of the transposed picture take its folded weights.
        Filtering.Transpose<T>(between, side, pixels);
        Vertical(pixels, side, 1, border, between, rest);
        Filtering.Transpose<T>(between, side, pixels);
    }

    public int ScratchLength(int side, int channels) => side * side * channels + (side + 2 * Radius) * Math.Max(3, channels);

    void Vertical(ReadOnlySpan<T> source, int side, int channels, Border border, Span<T> target, Span<T> scratch)
    {
        var row = side * channels;
        var folds = Weights.Length > side;
        var folded = scratch[..side];
        Span<int> offsets = stackalloc int[folds ? side : Weights.Length];
        for (var y = 0; y < side; y++)
        {
            if (folds)
            {
                folded.Clear();
                for (var k = 0; k < Weights.Length; k++)
                    folded[Filtering.Index(border, y + k - Radius, side)] += Weights[k];
                for (var k = 0; k < side; k++)
                    offsets[k] = k * row;
            }
            else
                for (var k = 0; k < Weights.Length; k++)
                    offsets[k] = Filtering.Index(border, y + k - Radius, side) * row;
            Filtering.Sum(source, offsets, folds ? folded : Weights, target.Slice(y * row, row));
        }
    }

    void Horizontal(ReadOnlySpan<T> source, int side, int channels, Border border, Span<T> target, Span<T> scratch)
    {
        var row = side * channels;
        var padded = scratch[..((side + 2 * Radius) * channels)];
        for (var k = 0; k < Weights.Length; k++)
            _offsets[k] = k * channels;
        for (var y = 0; y < side; y++)
        {
            Filtering.PadRow(source.Slice(y * row, row), channels, Radius, border, padded);
            Filtering.Sum(padded, _offsets, Weights, target.Slice(y * row, row));
        }
    }
}
