using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring.Columns;

/// <summary>How many used images, and how much probability, lie below each bucket of a column, for one label set after
/// another.</summary>
sealed class BucketSums
{
    const int Width = ClassColumn.Buckets;

    readonly int[] _below = new int[Width + 1];
    readonly double[] _sumBelow = new double[Width + 1];
    readonly int[] _counts = new int[Width];
    readonly double[] _sums = new double[Width];
    int[] _patternCounts = [];
    double[] _patternSums = [];
    ClassColumn? _column;

    public ClassColumn Column => _column!;

    /// <summary>Goes over the column once for all label sets of a group.</summary>
    public void Add(ClassColumn column, UsedPatterns patterns)
    {
        _column = column;
        if (_patternCounts.Length < patterns.Count * Width)
            (_patternCounts, _patternSums) = (new int[patterns.Count * Width], new double[patterns.Count * Width]);
        for (var pattern = 0; pattern < patterns.Count; pattern++)
        {
            Filled(_patternCounts, pattern).Clear();
            Filled(_patternSums, pattern).Clear();
        }
        var p = column.Probabilities;
        var of = patterns.Of;
        for (var i = 0; i < p.Length; i++)
        {
            var place = of[i] * Width + ClassColumn.BucketOf(BitConverter.SingleToUInt32Bits(p[i]));
            _patternCounts[place]++;
            _patternSums[place] += p[i];
        }
    }

    /// <summary>Turns to one label set of the group.</summary>
    public void Select(UsedPatterns patterns, int view)
    {
        var filled = Column.Low..(Column.High + 1);
        var counts = _counts.AsSpan(filled);
        var sums = _sums.AsSpan(filled);
        counts.Clear();
        sums.Clear();
        for (var pattern = 0; pattern < patterns.Count; pattern++)
        {
            if (!patterns.IsUsed(view, pattern))
                continue;
            TensorPrimitives.Add(counts, Filled(_patternCounts, pattern), counts);
            TensorPrimitives.Add(sums, Filled(_patternSums, pattern), sums);
        }
        var (below, sumBelow) = (0, 0.0);
        for (var b = 0; b < counts.Length; b++)
        {
            (_below[Column.Low + b], _sumBelow[Column.Low + b]) = (below, sumBelow);
            (below, sumBelow) = (below + counts[b], sumBelow + sums[b]);
        }
        (_below[Column.High + 1], _sumBelow[Column.High + 1]) = (below, sumBelow);
    }

    /// <summary>Used images in buckets below this one.</summary>
    public int CountBelow(int bucket) => _below[Math.Clamp(bucket, Column.Low, Column.High + 1)];

    /// <summary>Probability that they have together.</summary>
    public double SumBelow(int bucket) => _sumBelow[Math.Clamp(bucket, Column.Low, Column.High + 1)];

    Span<T> Filled<T>(T[] patterns, int pattern) => patterns.AsSpan(pattern * Width + Column.Low, Column.High + 1 - Column.Low);
}
