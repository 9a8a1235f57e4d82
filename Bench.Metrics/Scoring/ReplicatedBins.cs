using System.Numerics.Tensors;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>Binned calibration errors of one label view for many binnings at once. Bins are runs of the confidence order, so their weighted sums
/// come from one set of short segments.</summary>
/// <remarks>The bins stay those of the data: a resample moves weights, not edges.</remarks>
sealed class ReplicatedBins : IReplicated
{
    const int Norms = 3;

    readonly CalibrationView _view;
    readonly int[] _cuts;
    readonly BinEdges[] _binnings;

    /// <param name="view">Confidences and verdicts.</param>
    /// <param name="binnings">Bins as places in confidence order over all N images.</param>
    public ReplicatedBins(CalibrationView view, IReadOnlyList<BinEdges> binnings)
    {
        _view = view;
        _cuts = [.. binnings.SelectMany(e => e.Places).Append(0).Append(view.Gap.Length).Distinct().Order()];
        _binnings = [.. binnings.Select(e => new BinEdges([.. e.Places.Select(place => Array.BinarySearch(_cuts, place))], e.Scored))];
    }

    public int[] Order => _view.Order;

    public int Outputs => _binnings.Length * Norms;

    /// <summary>Where the value of a binning under a norm stands.</summary>
    public static int OutputOf(int binning, CalibrationNorm norm) => binning * Norms + (int)norm;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (gaps, counts) = (new double[_cuts.Length], new double[_cuts.Length]);
        for (var s = 0; s + 1 < _cuts.Length; s++)
        {
            var run = _cuts[s].._cuts[s + 1];
            gaps[s + 1] = gaps[s] + Dot(weights[run], _view.Gap.AsSpan(run));
            counts[s + 1] = counts[s] + Dot(weights[run], _view.Used.AsSpan(run));
        }
        for (var k = 0; k < _binnings.Length; k++)
        {
            var edges = _binnings[k].Places;
            var sum = new CalibrationGaps();
            for (var b = 0; b + 1 < edges.Length; b++)
                sum.Add(b < _binnings[k].Scored ? gaps[edges[b + 1]] - gaps[edges[b]] : 0, counts[edges[b + 1]] - counts[edges[b]]);
            values[OutputOf(k, CalibrationNorm.L1)] = sum.Value(CalibrationNorm.L1);
            values[OutputOf(k, CalibrationNorm.L2)] = sum.Value(CalibrationNorm.L2);
            values[OutputOf(k, CalibrationNorm.Max)] = sum.Value(CalibrationNorm.Max);
        }
    }

    /// <summary>Σ w·v. A run of a few images is not worth a call: the sweep may cut every image from its neighbours.</summary>
    static double Dot(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
    {
        if (weights.Length > 16) return TensorPrimitives.Dot(weights, values);
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * values[i];
        return sum;
    }
}
