using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The smooth calibration error at one bandwidth under resampled weights of runs.</summary>
sealed class ReplicatedSmooth
{
    readonly EvenGrid _grid;
    readonly ReflectedKernel _kernel;
    readonly RunSpread _right,
        _wrong;

    public ReplicatedSmooth(OrderedOutcomes outcomes, IReadOnlyList<int> cuts, double width)
    {
        _grid = SmoothCalibrationError.GridOf(width);
        _kernel = new(_grid, width);
        _right = new(_grid, outcomes, cuts, right: true, (masses, confidence) => _grid.Deposit(masses, confidence, 1 - confidence));
        _wrong = new(_grid, outcomes, cuts, right: false, (masses, confidence) => _grid.Deposit(masses, confidence, -confidence));
    }

    /// <summary>∫ |Σ w (a − c) K| from the weights of the right and the wrong images of each run.</summary>
    public Vector512<double> Replicate(ReadOnlySpan<Vector512<double>> right, ReadOnlySpan<Vector512<double>> wrong)
    {
        var (gaps, smoothed) = (new Vector512<double>[_grid.Points], new Vector512<double>[_grid.Points]);
        _right.Deposit(right, gaps);
        _wrong.Deposit(wrong, gaps);
        _kernel.Smooth(gaps, smoothed);
        return _grid.IntegrateAbsolute(smoothed);
    }
}
