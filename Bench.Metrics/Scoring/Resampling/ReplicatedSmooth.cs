using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The smooth calibration error at one bandwidth under resampled weights of runs, of the images and of models
/// of a <see cref="GapFamily"/>.</summary>
sealed class ReplicatedSmooth
{
    readonly EvenGrid _grid;
    readonly ReflectedKernel _kernel;
    readonly RunSpread _right,
        _wrong;

    /// <summary>Σ (a − c) K / N and Σ v K / N at each point.</summary>
    readonly double[] _own,
        _shape;

    public ReplicatedSmooth(OrderedOutcomes outcomes, IReadOnlyList<int> cuts, double width, GapFamily family)
    {
        _grid = SmoothCalibrationError.GridOf(width);
        _kernel = new(_grid, width);
        _right = new(_grid, outcomes, cuts, right: true, (masses, confidence) => _grid.Deposit(masses, confidence, 1 - confidence));
        _wrong = new(_grid, outcomes, cuts, right: false, (masses, confidence) => _grid.Deposit(masses, confidence, -confidence));
        _own = Smoothed(place => outcomes.Gap[place]);
        _shape = Smoothed(place => family.Shape[place]);

        double[] Smoothed(Func<int, double> gap)
        {
            var (masses, smoothed) = (new double[_grid.Points], new double[_grid.Points]);
            for (var place = 0; place < family.Shape.Length; place++)
                _grid.Deposit(masses, outcomes.Confidence[place], gap(place) / family.Images);
            _kernel.Smooth(masses, smoothed);
            return smoothed;
        }
    }

    /// <param name="right">Weights of the right images of each run.</param>
    /// <param name="wrong">Those of the wrong ones.</param>
    /// <param name="total">Σ w.</param>
    /// <param name="shifts">Models of the family.</param>
    /// <param name="values">[1 + shifts] ∫ |Σ w (a − c) K| / Σ w, and the error of such a resample under each
    /// model.</param>
    public void Replicate(
        ReadOnlySpan<Vector512<double>> right,
        ReadOnlySpan<Vector512<double>> wrong,
        Vector512<double> total,
        double[] shifts,
        Span<Vector512<double>> values
    )
    {
        var (gaps, smoothed) = (new Vector512<double>[_grid.Points], new Vector512<double>[_grid.Points]);
        _right.Deposit(right, gaps);
        _wrong.Deposit(wrong, gaps);
        _kernel.Smooth(gaps, smoothed);
        for (var point = 0; point < smoothed.Length; point++)
            smoothed[point] /= total;
        values[0] = _grid.IntegrateAbsolute(smoothed);
        for (var k = 0; k < shifts.Length; k++)
        {
            for (var point = 0; point < gaps.Length; point++)
                gaps[point] = smoothed[point] + Vector512.Create(shifts[k] * _shape[point] - _own[point]);
            values[1 + k] = _grid.SumAbsolute(gaps);
        }
    }
}
