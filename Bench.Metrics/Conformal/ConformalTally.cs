namespace Bench.Metrics.Conformal;

/// <summary>Collects set sizes and coverage over the test images.</summary>
internal sealed class ConformalTally
{
    static readonly int[] StratumStarts = [0, 2, 4, 11, 101];

    readonly int _classCount;
    readonly int[] _sizeOf;
    readonly List<int> _sizes = [];
    readonly (int Images, int Covered)[] _strata = new (int, int)[StratumStarts.Length];
    readonly (int Images, int Covered)[] _classes;
    int _covered;

    public ConformalTally(int images, int classes)
    {
        (_classCount, _sizeOf, _classes) = (classes, new int[images], new (int, int)[classes]);
        Array.Fill(_sizeOf, -1);
    }

    public void Add(int image, int size, bool covered, int category)
    {
        var hit = covered ? 1 : 0;
        var stratum = StratumStarts.Length - 1;
        while (StratumStarts[stratum] > size) stratum--;
        _sizeOf[image] = size;
        _sizes.Add(size);
        _covered += hit;
        _strata[stratum] = (_strata[stratum].Images + 1, _strata[stratum].Covered + hit);
        _classes[category] = (_classes[category].Images + 1, _classes[category].Covered + hit);
    }

    public ConformalReport Report(ConformalMethod method, ConformalOptions options, double quantile, int calibrationImages)
    {
        _sizes.Sort();
        var coverage = Array.ConvertAll(_classes, static c => (double)c.Covered / c.Images);
        var present = coverage.Where(static c => !double.IsNaN(c)).Order().ToArray();
        return new()
        {
            Method = method,
            Options = options,
            Quantile = quantile,
            CalibrationImages = calibrationImages,
            TestImages = _sizes.Count,
            Sizes = _sizeOf,
            CoveredImages = _covered,
            EmptySets = _sizes.TakeWhile(static size => size == 0).Count(),
            MeanSize = _sizes.Count == 0 ? double.NaN : _sizes.Average(),
            MedianSize = _sizes.Count == 0 ? double.NaN : 0.5 * (_sizes[(_sizes.Count - 1) / 2] + _sizes[_sizes.Count / 2]),
            Strata = [.. _strata.Select((s, i) => new SizeStratum(StratumStarts[i], StratumEnd(i), s.Images, (double)s.Covered / s.Images))
                .Where(static s => s.From <= s.To)],
            ClassCoverage = coverage,
            WorstClassCoverage = present.Length == 0 ? double.NaN : present[0],
            FifthPercentileClassCoverage = Percentile(present, 0.05),
        };
    }

    int StratumEnd(int i) => i + 1 < StratumStarts.Length ? Math.Min(StratumStarts[i + 1] - 1, _classCount) : _classCount;

    static double Percentile(double[] sorted, double share)
    {
        if (sorted.Length == 0) return double.NaN;
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
