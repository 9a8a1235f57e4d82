namespace Bench.Metrics.Scoring.Columns;

/// <summary>Results of one class's column under one label set: one-vs-rest calibration errors and rankings.</summary>
/// <remarks>A bin's gap is the number of its positive images less the probability that its used images have together.
/// Sums up to an edge come from whole buckets and, inside the edge's own bucket, from its images.</remarks>
sealed class ColumnScore
{
    public const int Bins = 15;

    /// <summary>Probabilities at or below this take no part in the thresholded error.</summary>
    const double Threshold = 0.01;

    /// <summary>Bits of the largest probability of each equal-width bin: p · 15 ≤ b + 1, which is exact in double for a
    /// float32.</summary>
    static readonly uint[] WidthEdges = [.. Enumerable.Range(1, Bins).Select(b => LargestAtMost(b, Bins))];
    static readonly uint ThresholdEdge = LargestAtMost(Threshold, 1);

    readonly BucketSums _sums = new();
    readonly double[] _edgeSums = new double[Bins + 1];
    readonly int[] _edges = new int[Bins + 1];
    ulong[] _positives = [];
    PlaceAmongUsed[] _places = [];

    /// <summary>Goes over a column for the label sets of a group.</summary>
    public void Load(ClassColumn column, UsedPatterns patterns) => _sums.Add(column, patterns);

    /// <param name="patterns">The group that was loaded.</param>
    /// <param name="place">Place of the label set in the group.</param>
    /// <param name="view">Its images by class.</param>
    /// <param name="class">The column's class.</param>
    /// <param name="into">Where the numbers go.</param>
    /// <param name="rank">Whether rankings are wanted.</param>
    public void Score(UsedPatterns patterns, int place, ClassPositives view, int @class, ClassScores into, bool rank)
    {
        _sums.Select(patterns, place);
        var positives = Positives(view, @class);
        into.WidthError[@class] = WidthError(view, positives);
        into.MassError[@class] = MassError(view, positives, first: 0);
        into.ThresholdedError[@class] = MassError(view, positives, first: CountAtMost(view, ThresholdEdge));
        (into.Auroc[@class], into.AveragePrecision[@class]) =
            positives.IsEmpty || !rank ? (double.NaN, double.NaN) : Ranking(view, positives);
    }

    /// <summary>The class's used images by probability, and its place among all used ones.</summary>
    ReadOnlySpan<PlaceAmongUsed> Positives(ClassPositives view, int @class)
    {
        var images = view.Of(@class);
        if (_positives.Length < images.Length)
            (_positives, _places) = (new ulong[images.Length], new PlaceAmongUsed[images.Length]);
        var keys = _positives.AsSpan(0, images.Length);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = _sums.Column.KeyOf(images[i]);
        keys.Sort();
        for (var i = 0; i < keys.Length; )
        {
            var bucket = ClassColumn.BucketOf(ClassColumn.BitsOf(keys[i]));
            var end = i + 1;
            while (end < keys.Length && ClassColumn.BucketOf(ClassColumn.BitsOf(keys[end])) == bucket)
                end++;
            Place(view, bucket, keys[i..end], _places.AsSpan(i..end));
            i = end;
        }
        return _places.AsSpan(0, keys.Length);
    }

    /// <summary>One walk through a bucket for all positives in it.</summary>
    void Place(ClassPositives view, int bucket, ReadOnlySpan<ulong> positives, Span<PlaceAmongUsed> places)
    {
        var ordered = _sums.Column.OrderedBucket(bucket);
        var used = view.Used;
        var (next, seen) = (0, _sums.CountBelow(bucket));
        for (var i = 0; next < positives.Length; )
        {
            var (bits, below) = (ClassColumn.BitsOf(ordered[i]), seen);
            var first = next;
            for (; i < ordered.Length && ClassColumn.BitsOf(ordered[i]) == bits; i++)
            {
                if (next < positives.Length && ordered[i] == positives[next])
                    places[next++] = new(bits, seen, below, 0);
                if (used[ClassColumn.ImageOf(ordered[i])])
                    seen++;
            }
            for (; first < next; first++)
                places[first] = places[first] with { Tied = seen - below };
        }
    }

    double WidthError(ClassPositives view, ReadOnlySpan<PlaceAmongUsed> positives)
    {
        var (error, sum, next) = (0.0, 0.0, 0);
        foreach (var edge in WidthEdges)
        {
            var (until, start) = (SumAtMost(view, edge), next);
            while (next < positives.Length && positives[next].Bits <= edge)
                next++;
            error += Math.Abs(next - start - (until - sum));
            sum = until;
        }
        return error / view.Count;
    }

    /// <summary>Equal-mass error of the used images from a rank on; NaN when there is none.</summary>
    double MassError(ClassPositives view, ReadOnlySpan<PlaceAmongUsed> positives, int first)
    {
        var count = view.Count - first;
        if (count == 0)
            return double.NaN;
        for (var b = 0; b <= Bins; b++)
            _edges[b] = first + b * (count / Bins) + Math.Min(b, count % Bins);
        SumBelowRanks(view);
        var (error, next) = (0.0, 0);
        while (next < positives.Length && positives[next].Rank < first)
            next++;
        for (var b = 0; b < Bins; b++)
        {
            var start = next;
            while (next < positives.Length && positives[next].Rank < _edges[b + 1])
                next++;
            error += Math.Abs(next - start - (_edgeSums[b + 1] - _edgeSums[b]));
        }
        return error / count;
    }

    /// <summary>For each edge the probability of the used images that rank below it, in one walk upwards.</summary>
    void SumBelowRanks(ClassPositives view)
    {
        var (column, used) = (_sums.Column, view.Used);
        var (bucket, i, seen, sum) = (column.Low, 0, 0, 0.0);
        for (var e = 0; e < _edges.Length; e++)
        {
            if (_sums.CountBelow(bucket + 1) <= _edges[e])
            {
                while (bucket <= column.High && _sums.CountBelow(bucket + 1) <= _edges[e])
                    bucket++;
                (i, seen, sum) = (0, _sums.CountBelow(bucket), _sums.SumBelow(bucket));
            }
            if (seen < _edges[e])
            {
                var ordered = column.OrderedBucket(bucket);
                for (; seen < _edges[e]; i++)
                {
                    if (!used[ClassColumn.ImageOf(ordered[i])])
                        continue;
                    seen++;
                    sum += ClassColumn.ProbabilityOf(ordered[i]);
                }
            }
            _edgeSums[e] = sum;
        }
    }

    double SumAtMost(ClassPositives view, uint bits)
    {
        var bucket = ClassColumn.BucketOf(bits);
        var sum = _sums.SumBelow(bucket);
        foreach (var key in _sums.Column.Bucket(bucket))
            if (ClassColumn.BitsOf(key) <= bits && view.Used[ClassColumn.ImageOf(key)])
                sum += ClassColumn.ProbabilityOf(key);
        return sum;
    }

    int CountAtMost(ClassPositives view, uint bits)
    {
        var bucket = ClassColumn.BucketOf(bits);
        var count = _sums.CountBelow(bucket);
        foreach (var key in _sums.Column.Bucket(bucket))
            if (ClassColumn.BitsOf(key) <= bits && view.Used[ClassColumn.ImageOf(key)])
                count++;
        return count;
    }

    /// <summary>Area under the ROC curve (ties count half) and average precision (ties enter together).</summary>
    static (double Auroc, double AveragePrecision) Ranking(ClassPositives view, ReadOnlySpan<PlaceAmongUsed> positives)
    {
        var (pairs, precision) = (0.0, 0.0);
        for (var first = 0; first < positives.Length; )
        {
            var end = first + 1;
            while (end < positives.Length && positives[end].Bits == positives[first].Bits)
                end++;
            var (group, tied) = (positives[first], end - first);
            pairs += tied * (group.Below - first + (group.Tied - tied) / 2.0);
            precision += (double)tied * (positives.Length - first) / (view.Count - group.Below);
            first = end;
        }
        var negatives = view.Count - positives.Length;
        return (negatives == 0 ? double.NaN : pairs / ((double)positives.Length * negatives), precision / positives.Length);
    }

    /// <summary>Bits of the largest float32 whose product with a factor is at most a limit.</summary>
    static uint LargestAtMost(double limit, int factor)
    {
        var value = (float)(limit / factor);
        while ((double)value * factor > limit)
            value = float.BitDecrement(value);
        while ((double)float.BitIncrement(value) * factor <= limit)
            value = float.BitIncrement(value);
        return BitConverter.SingleToUInt32Bits(value);
    }

    /// <summary>The place of a positive image among the used ones.</summary>
    /// <param name="Bits">Its probability.</param>
    /// <param name="Rank">Used images before it.</param>
    /// <param name="Below">Used images of less probability.</param>
    /// <param name="Tied">Used images of the same probability, itself included.</param>
    readonly record struct PlaceAmongUsed(uint Bits, int Rank, int Below, int Tied);
}
