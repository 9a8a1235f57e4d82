namespace Bench.Metrics.Calibration;

/// <summary>How far the accuracy of images lies from their confidence, estimated from their neighbours in confidence,
/// and scaled: what a calibration error would be made from if the model were so many times as far from
/// calibrated.</summary>
/// <remarks>The N^(1/3) groups of equal counts in ascending order of confidence, two at least, have one gap each: (hits
/// + ½) / (images + 1) less the mean confidence. An image of confidence c in a group of gap g is right with probability
/// c + s·g at scale s: 0 is a calibrated model, 1 what the images look like. Or all gaps are in one direction
/// (<see cref="OneWay"/>).</remarks>
sealed class LocalGaps
{
    const double LeastShape = 0.01;

    readonly double[] _confidence;
    readonly double[] _gap;
    readonly double[] _own;
    readonly double[] _mixed;
    readonly double[] _square;

    public LocalGaps(ConfidencePairs pairs)
        : this(pairs, Groups(pairs), ConfidenceBins.Edges(pairs.Confidence, GroupsOf(pairs.Count), Binning.Mass)) { }

    /// <param name="pairs">The images.</param>
    /// <param name="gaps">[N] gap of each at scale 1.</param>
    /// <param name="edges">Where another gap begins.</param>
    LocalGaps(ConfidencePairs pairs, double[] gaps, int[] edges)
    {
        var n = pairs.Count;
        Count = n;
        (_confidence, _gap, _own, _mixed, _square) = (
            new double[n + 1],
            new double[n + 1],
            new double[n + 1],
            new double[n + 1],
            new double[n + 1]
        );
        var (absolute, fourth) = (0.0, 0.0);
        for (var group = 0; group + 1 < edges.Length; group++)
        {
            if (edges[group] == edges[group + 1])
                continue;
            var gap = gaps[edges[group]];
            (absolute, fourth) = (
                absolute + Math.Abs(gap) * (edges[group + 1] - edges[group]),
                fourth + gap * gap * gap * gap * (edges[group + 1] - edges[group])
            );
            for (var i = edges[group]; i < edges[group + 1]; i++)
                Add(i, pairs.Confidence[i], gap);
        }
        var (mean, meanSquare) = (absolute / n, _square[n] / n);
        (AbsoluteVariance, SquareVariance) = (meanSquare - mean * mean, fourth / n - meanSquare * meanSquare);
    }

    /// <summary>Gaps in one direction, that of the mean gap, and in proportion to c (1 − c): what a shift of all
    /// log-odds does, to first order.</summary>
    /// <remarks>Few bins hold many images, and neighbours whose gaps are noise of both signs would make them look
    /// better calibrated than any model of the same error is. At least 0.01 is taken for c (1 − c): images of
    /// confidence 1 may be wrong as well.</remarks>
    /// <param name="pairs">The images.</param>
    /// <param name="mean">Mean gap at scale 1.</param>
    public static LocalGaps OneWay(ConfidencePairs pairs, double mean)
    {
        var shape = Array.ConvertAll(pairs.Confidence, c => Math.Max(LeastShape, (double)c * (1 - c)));
        var factor = (pairs.GapSums[pairs.Count] > 0 ? mean : -mean) * pairs.Count / shape.Sum();
        return new(pairs, Array.ConvertAll(shape, each => each * factor), [.. Enumerable.Range(0, pairs.Count + 1)]);
    }

    static int GroupsOf(int images) => Math.Max(2, (int)Math.Round(Math.Cbrt(images)));

    static double[] Groups(ConfidencePairs pairs)
    {
        var gaps = new double[pairs.Count];
        var edges = ConfidenceBins.Edges(pairs.Confidence, GroupsOf(pairs.Count), Binning.Mass);
        for (var group = 0; group + 1 < edges.Length; group++)
            gaps.AsSpan(edges[group]..edges[group + 1]).Fill(GapOf(pairs, edges[group], edges[group + 1]));
        return gaps;
    }

    public int Count { get; }

    /// <summary>Variance of |gap| over the images.</summary>
    public double AbsoluteVariance { get; }

    /// <summary>Variance of gap² over the images.</summary>
    public double SquareVariance { get; }

    /// <summary>The images at some places in confidence order, as one bin.</summary>
    public ScaledBin Bin(int start, int end) =>
        new(
            end - start,
            _confidence[end] - _confidence[start],
            _gap[end] - _gap[start],
            _own[end] - _own[start],
            _mixed[end] - _mixed[start],
            _square[end] - _square[start]
        );

    static double GapOf(ConfidencePairs pairs, int start, int end)
    {
        if (start == end)
            return 0;
        var (hits, confidence) = (0, 0.0);
        for (var i = start; i < end; i++)
            (hits, confidence) = (hits + (pairs.Correct[i] ? 1 : 0), confidence + pairs.Confidence[i]);
        return (hits + 0.5) / (end - start + 1) - confidence / (end - start);
    }

    void Add(int i, double confidence, double gap)
    {
        _confidence[i + 1] = _confidence[i] + confidence;
        _gap[i + 1] = _gap[i] + gap;
        _own[i + 1] = _own[i] + confidence * (1 - confidence);
        _mixed[i + 1] = _mixed[i] + gap * (1 - 2 * confidence);
        _square[i + 1] = _square[i] + gap * gap;
    }
}
