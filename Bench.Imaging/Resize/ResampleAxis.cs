using Bench.Imaging.Contract;

namespace Bench.Imaging.Resize;

/// <summary>The fixed-point weights that resize one axis of a picture, for the part of the output that a crop needs.
/// Reused from picture to picture.</summary>
/// <remarks>Pillow's 8-bit coefficients: the support grows with the reduction (antialiasing), taps are clipped to the
/// picture and normalised in double, then rounded half away from zero to <see cref="Precision"/> fractional
/// bits.</remarks>
sealed class ResampleAxis
{
    /// <summary>Fractional bits of a coefficient: 32 less the 8 of a pixel and 2 to spare for overshoot.</summary>
    public const int Precision = 32 - 8 - 2;

    /// <summary>One half in fixed point: what an accumulator starts with, so that the shift rounds.</summary>
    public const int Half = 1 << (Precision - 1);

    (Interpolation, int, int, int, int) _prepared;
    int[] _starts = [];
    int[] _taps = [];
    int[] _weights = [];
    int[] _pixelWeights = [];
    double[] _exact = [];

    /// <summary>Number of output positions.</summary>
    public int Count { get; private set; }

    /// <summary>Coefficients kept for each output position: the most taps of any, made even; the spare ones are
    /// 0.</summary>
    public int Stride { get; private set; }

    /// <summary>First source position that any output reads, and the one after the last.</summary>
    public int SourceStart { get; private set; }

    /// <inheritdoc cref="SourceStart"/>
    public int SourceEnd { get; private set; }

    /// <summary>First source position of each output; length <see cref="Count"/>.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    /// <summary>Number of source positions of each output; length <see cref="Count"/>. 0 leaves the output
    /// black.</summary>
    public ReadOnlySpan<int> Taps => _taps.AsSpan(0, Count);

    /// <summary>Coefficients, <see cref="Stride"/> for each output.</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, Count * Stride);

    /// <summary>The coefficients with each repeated for the four bytes of a pixel.</summary>
    public ReadOnlySpan<int> PixelWeights => _pixelWeights.AsSpan(0, Count * Stride * 4);

    /// <summary>Computes the weights of outputs [first, first + count) when <paramref name="source"/> positions become
    /// <paramref name="resized"/>.</summary>
    public void Prepare(Interpolation filter, int source, int resized, int first, int count)
    {
        if (_prepared == (filter, source, resized, first, count))
            return;
        Count = count;
        if (filter == Interpolation.Nearest)
            PrepareNearest(source, resized, first);
        else
            PrepareConvolution(filter, source, resized, first);
        SpreadOverPixels();
        (SourceStart, SourceEnd) = Range();
        _prepared = (filter, source, resized, first, count);
    }

    void PrepareConvolution(Interpolation filter, int source, int resized, int first)
    {
        var scale = (double)source / resized;
        var filterScale = Math.Max(scale, 1.0);
        var support = ResampleFilter.Support(filter) * filterScale;
        var inverse = 1.0 / filterScale;
        // No output has more taps than the picture has positions, whatever the reduction.
        Reserve(Math.Min((int)Math.Ceiling(support) * 2 + 1, source));
        for (var i = 0; i < Count; i++)
        {
            var center = (first + i + 0.5) * scale;
            var start = Math.Max(0, (int)(center - support + 0.5));
            var length = Math.Min(source, (int)(center + support + 0.5)) - start;
            var sum = 0.0;
            for (var tap = 0; tap < length; tap++)
            {
                _exact[tap] = ResampleFilter.Weight(filter, (tap + start - center + 0.5) * inverse);
                sum += _exact[tap];
            }
            for (var tap = 0; tap < length; tap++)
                _weights[i * Stride + tap] = Fixed(sum != 0.0 ? _exact[tap] / sum : _exact[tap]);
            (_starts[i], _taps[i]) = (start, length);
        }
    }

    /// <summary>Pillow adds the scale up from one output to the next; a multiplication would round elsewhere.</summary>
    void PrepareNearest(int source, int resized, int first)
    {
        Reserve(1);
        var scale = (double)source / resized;
        var position = scale * 0.5;
        for (var output = 0; output < first + Count; output++, position += scale)
        {
            if (output < first)
                continue;
            var inside = (int)position < source;
            (_starts[output - first], _taps[output - first]) = inside ? ((int)position, 1) : (source - 1, 0);
            _weights[(output - first) * Stride] = inside ? 1 << Precision : 0;
        }
    }

    void Reserve(int mostTaps)
    {
        Stride = (mostTaps + 1) & ~1;
        if (_starts.Length < Count)
            (_starts, _taps) = (new int[Count], new int[Count]);
        if (_weights.Length < Count * Stride)
            (_weights, _pixelWeights) = (new int[Count * Stride], new int[Count * Stride * 4]);
        if (_exact.Length < mostTaps)
            _exact = new double[mostTaps];
        _weights.AsSpan(0, Count * Stride).Clear();
    }

    void SpreadOverPixels()
    {
        for (var i = 0; i < Count * Stride; i++)
            _pixelWeights.AsSpan(i * 4, 4).Fill(_weights[i]);
    }

    (int Start, int End) Range()
    {
        var (start, end) = (int.MaxValue, 0);
        for (var i = 0; i < Count; i++)
            (start, end) = (Math.Min(start, _starts[i]), Math.Max(end, _starts[i] + _taps[i]));
        return (start, end);
    }

    static int Fixed(double weight) => (int)(weight < 0 ? weight * (1 << Precision) - 0.5 : weight * (1 << Precision) + 0.5);
}
