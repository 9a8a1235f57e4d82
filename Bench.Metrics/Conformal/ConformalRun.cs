using Bench.Metrics.Numerics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Conformal;

/// <summary>One method under one label set: calibration scores first, then set sizes and coverage over the test images.
/// Images may be taken by several threads, each once.</summary>
internal sealed class ConformalRun
{
    static readonly int[] StratumStarts = [0, 2, 4, 11, 101];

    readonly ConformalMethod _method;
    readonly int _place;
    readonly BitSet _calibration;
    readonly double[] _scores;
    readonly int[] _sizes;
    readonly bool[] _covered;
    double _quantile;
    int _calibrationImages;

    /// <param name="method">Which score.</param>
    /// <param name="place">Its place in <see cref="ScoredClasses"/>.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="calibration">[N] images that q̂ is taken from.</param>
    public ConformalRun(ConformalMethod method, int place, GroundTruth labels, BitSet calibration)
    {
        (_method, _place, Labels, _calibration) = (method, place, labels, calibration);
        (_scores, _sizes, _covered) = (new double[labels.Count], new int[labels.Count], new bool[labels.Count]);
        Array.Fill(_scores, double.NaN);
        Array.Fill(_sizes, -1);
    }

    /// <param name="known">A calibrated run of the same method, whose q̂ is used.</param>
    /// <inheritdoc cref="ConformalRun(ConformalMethod, int, GroundTruth, BitSet)"/>
    public ConformalRun(ConformalMethod method, int place, GroundTruth labels, BitSet calibration, ConformalRun known)
        : this(method, place, labels, calibration) => (_quantile, _calibrationImages) = (known._quantile, known._calibrationImages);

    public GroundTruth Labels { get; }

    /// <summary>A used image: its label's score where it calibrates, its set where it is tested on.</summary>
    public void Take(ScoredClasses classes, int image)
    {
        if (_calibration[image])
            _scores[image] = classes.ScoreOfFirst(_place, Labels.Of(image));
        else
            (_sizes[image], _covered[image]) = classes.SetAt(_place, _quantile, Labels.Of(image));
    }

    /// <summary>Takes q̂ once every calibration image has its score.</summary>
    public void Calibrate(double alpha)
    {
        double[] scores = [.. _scores.Where(static score => !double.IsNaN(score))];
        (_quantile, _calibrationImages) = (ConformalQuantile.Compute(scores, alpha), scores.Length);
    }

    public ConformalReport Report(int classCount, ConformalOptions options)
    {
        var strata = new CoverageCount[StratumStarts.Length];
        var classes = new CoverageCount[classCount];
        int[] sizes = [.. _sizes.Where(static size => size >= 0).Order()];
        for (var image = 0; image < _sizes.Length; image++)
        {
            if (_sizes[image] < 0)
                continue;
            var stratum = StratumStarts.Length - 1;
            while (StratumStarts[stratum] > _sizes[image])
                stratum--;
            strata[stratum] = strata[stratum].With(_covered[image]);
            var category = Labels.OriginalClass.IsEmpty ? Labels.Of(image)[0] : Labels.OriginalClass.Span[image];
            classes[category] = classes[category].With(_covered[image]);
        }
        double[] present = [.. classes.Where(static c => c.Images > 0).Select(static c => c.Coverage).Order()];
        return new()
        {
            Method = _method,
            Options = options,
            Quantile = _quantile,
            CalibrationImages = _calibrationImages,
            TestImages = sizes.Length,
            Sizes = _sizes,
            CoveredImages = _covered.Count(static covered => covered),
            Covered = _covered,
            EmptySets = sizes.TakeWhile(static size => size == 0).Count(),
            MeanSize = sizes.Length == 0 ? double.NaN : sizes.Average(),
            MedianSize = sizes.Length == 0 ? double.NaN : 0.5 * (sizes[(sizes.Length - 1) / 2] + sizes[sizes.Length / 2]),
            Strata =
            [
                .. strata
                    .Select((s, i) => new SizeStratum(StratumStarts[i], StratumEnd(i, classCount), s))
                    .Where(static s => s.From <= s.To),
            ],
            Classes = classes,
            WorstClassCoverage = present.Length == 0 ? double.NaN : present[0],
            FifthPercentileClassCoverage = Percentile(present, 0.05),
        };
    }

    static int StratumEnd(int i, int classes) => i + 1 < StratumStarts.Length ? Math.Min(StratumStarts[i + 1] - 1, classes) : classes;

    static double Percentile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
