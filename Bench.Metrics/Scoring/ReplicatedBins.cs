using System.Numerics.Tensors;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>Binned calibration errors of one label view for many binnings at once. Bins are runs of the confidence order, so their weighted sums
/// come from one set of short segments.</summary>
/// <remarks>The bins stay those of the data: a resample moves weights, not edges.</remarks>
sealed class ReplicatedBins : IReplicated
{
    const int Norms = 3;

    readonly float[] _gap;
    readonly float[] _used;
    readonly int[] _cuts;
    readonly int[][] _binnings;

    /// <param name="order">[N] images in ascending order of confidence.</param>
    /// <param name="gap">[N] correct − confidence in confidence order, 0 for an unused image.</param>
    /// <param name="used">[N] 1 for a used image in confidence order, else 0.</param>
    /// <param name="edges">Bin edges of each binning, as places in confidence order over all N images.</param>
    public ReplicatedBins(int[] order, float[] gap, float[] used, IReadOnlyList<int[]> edges)
    {
        (Order, _gap, _used) = (order, gap, used);
        _cuts = [.. edges.SelectMany(e => e).Append(0).Append(gap.Length).Distinct().Order()];
        _binnings = [.. edges.Select(e => e.Select(place => Array.BinarySearch(_cuts, place)).ToArray())];
    }

    public int[] Order { get; }

    public int Outputs => _binnings.Length * Norms;

    /// <summary>Where the value of a binning under a norm stands.</summary>
    public static int OutputOf(int binning, CalibrationNorm norm) => binning * Norms + (int)norm;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (gaps, counts) = (new double[_cuts.Length], new double[_cuts.Length]);
        for (var s = 0; s + 1 < _cuts.Length; s++)
        {
            var run = _cuts[s].._cuts[s + 1];
            var w = weights[run];
            gaps[s + 1] = gaps[s] + TensorPrimitives.Dot(w, _gap.AsSpan(run));
            counts[s + 1] = counts[s] + TensorPrimitives.Dot(w, _used.AsSpan(run));
        }
        for (var k = 0; k < _binnings.Length; k++)
        {
            var edges = _binnings[k];
            var sum = new CalibrationGaps();
            for (var b = 0; b + 1 < edges.Length; b++) sum.Add(gaps[edges[b + 1]] - gaps[edges[b]], counts[edges[b + 1]] - counts[edges[b]]);
            foreach (var norm in (CalibrationNorm[])[CalibrationNorm.L1, CalibrationNorm.L2, CalibrationNorm.Max]) values[OutputOf(k, norm)] = sum.Value(norm);
        }
    }
}
