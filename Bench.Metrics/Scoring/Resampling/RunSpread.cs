using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>What the right images, or the wrong ones, of each run of the confidence order put on a grid, for a unit of
/// resampled weight.</summary>
/// <remarks>With every weight 1 the sums are those of the images themselves: a replicate is made on the grid of the
/// value.</remarks>
sealed class RunSpread
{
    readonly int[] _starts;
    readonly int[] _points;
    readonly double[] _masses;

    /// <param name="grid">Points that images put something on.</param>
    /// <param name="outcomes">Images in confidence order.</param>
    /// <param name="cuts">Where runs begin and end.</param>
    /// <param name="right">Whether the right images are meant, or the wrong ones.</param>
    /// <param name="add">Adds what an image of some confidence puts on the grid.</param>
    public RunSpread(EvenGrid grid, OrderedOutcomes outcomes, IReadOnlyList<int> cuts, bool right, Action<double[], double> add)
    {
        var (points, masses, sums) = (new List<int>(), new List<double>(), new double[grid.Points]);
        _starts = new int[cuts.Count];
        for (var run = 0; run + 1 < cuts.Count; run++)
        {
            var images = 0;
            for (var place = cuts[run]; place < cuts[run + 1]; place++)
            {
                if (outcomes.Used[place] == 0 || outcomes.Hit[place] > 0 != right)
                    continue;
                add(sums, outcomes.Confidence[place]);
                images++;
            }
            for (var point = 0; images > 0 && point < sums.Length; point++)
            {
                if (sums[point] == 0)
                    continue;
                points.Add(point);
                masses.Add(sums[point] / images);
                sums[point] = 0;
            }
            _starts[run + 1] = points.Count;
        }
        (_points, _masses) = ([.. points], [.. masses]);
    }

    /// <summary>Adds what the runs put on the grid.</summary>
    /// <param name="weights">[runs] Σ w over the images meant, a lane a resample.</param>
    /// <param name="grid">Destination.</param>
    public void Deposit(ReadOnlySpan<Vector512<double>> weights, Span<Vector512<double>> grid)
    {
        for (var run = 0; run < weights.Length; run++)
        for (var at = _starts[run]; at < _starts[run + 1]; at++)
            grid[_points[at]] += weights[run] * _masses[at];
    }
}
