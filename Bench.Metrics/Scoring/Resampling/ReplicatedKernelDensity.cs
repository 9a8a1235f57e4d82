using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The kernel-density calibration error at the bandwidth of the data under resampled weights of runs.</summary>
sealed class ReplicatedKernelDensity
{
    readonly double _confidence;
    readonly EvenGrid _grid;
    readonly RunSpread? _right,
        _wrong;

    public ReplicatedKernelDensity(OrderedOutcomes outcomes, IReadOnlyList<int> cuts)
    {
        var confidence = outcomes.UsedConfidence;
        var width = KernelDensityCalibrationError.Bandwidth(confidence);
        _confidence = confidence[0];
        if (width == 0)
            return;
        _grid = KernelDensityCalibrationError.GridOf(confidence, width);
        _right = new(_grid, outcomes, cuts, right: true, (gap, c) => KernelDensityCalibrationError.AddDensity(gap, _grid, c, width, 1, 1));
        _wrong = new(_grid, outcomes, cuts, right: false, (gap, c) => KernelDensityCalibrationError.AddDensity(gap, _grid, c, width, 0, 1));
    }

    /// <summary>∫ |Σ w (a − t) K| from the weights of the right and the wrong images of each run; |Σ w (a − c)| where all confidences are
    /// c.</summary>
    public Vector512<double> Replicate(ReadOnlySpan<Vector512<double>> right, ReadOnlySpan<Vector512<double>> wrong)
    {
        if (_right is null)
            return Vector512.Abs(Sum(right) * (1 - _confidence) - Sum(wrong) * _confidence);
        var gap = new Vector512<double>[_grid.Points];
        _right.Deposit(right, gap);
        _wrong!.Deposit(wrong, gap);
        return _grid.IntegrateAbsolute(gap);
    }

    static Vector512<double> Sum(ReadOnlySpan<Vector512<double>> weights)
    {
        var sum = Vector512<double>.Zero;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }
}
