using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The kernel-density calibration error at the bandwidth of the data under resampled weights of runs, of the
/// images and of models of a <see cref="GapFamily"/>.</summary>
sealed class ReplicatedKernelDensity
{
    readonly double _confidence;
    readonly EvenGrid _grid;
    readonly RunSpread? _right,
        _wrong;

    /// <summary>∑ (a − c) K / N and ∑ v K / N at each point; of one confidence there is one point, and K is
    /// 1.</summary>
    readonly double[] _own,
        _shape;

    public ReplicatedKernelDensity(OrderedOutcomes outcomes, IReadOnlyList<int> cuts, GapFamily family)
    {
        var confidence = outcomes.UsedConfidence;
        var width = KernelDensityCalibrationError.Bandwidth(confidence);
        _confidence = confidence[0];
        if (width > 0)
        {
            _grid = KernelDensityCalibrationError.GridOf(confidence, width);
            _right = Spread(right: true);
            _wrong = Spread(right: false);
        }
        (_own, _shape) = (new double[Math.Max(1, _grid.Points)], new double[Math.Max(1, _grid.Points)]);
        for (var place = 0; place < family.Shape.Length; place++)
        {
            Add(_own, outcomes.Confidence[place], outcomes.Gap[place] / family.Images);
            Add(_shape, outcomes.Confidence[place], family.Shape[place] / family.Images);
        }

        RunSpread Spread(bool right) =>
            new(_grid, outcomes, cuts, right, (gap, c) => KernelDensityCalibrationError.AddDensity(gap, _grid, c, width, right ? 1 : 0, 1));

        void Add(double[] sums, double c, double mass)
        {
            if (width == 0)
                sums[0] += mass;
            else if (mass != 0)
                KernelDensityCalibrationError.AddMass(sums, _grid, c, width, mass);
        }
    }

    /// <param name="right">Weights of the right images of each run.</param>
    /// <param name="wrong">Those of the wrong ones.</param>
    /// <param name="total">Σ w.</param>
    /// <param name="shifts">Models of the family.</param>
    /// <param name="values">[1 + shifts] ∫ |Σ w (a − t) K| / Σ w, and the error of such a resample under each
    /// model.</param>
    public void Replicate(
        ReadOnlySpan<Vector512<double>> right,
        ReadOnlySpan<Vector512<double>> wrong,
        Vector512<double> total,
        double[] shifts,
        Span<Vector512<double>> values
    )
    {
        var (gap, shifted) = (new Vector512<double>[_own.Length], new Vector512<double>[_own.Length]);
        if (_right is null)
        {
            gap[0] = Sum(right) * (1 - _confidence) - Sum(wrong) * _confidence;
        }
        else
        {
            _right.Deposit(right, gap);
            _wrong!.Deposit(wrong, gap);
        }
        for (var point = 0; point < gap.Length; point++)
            gap[point] /= total;
        values[0] = _right is null ? Vector512.Abs(gap[0]) : _grid.IntegrateAbsolute(gap);
        for (var k = 0; k < shifts.Length; k++)
        {
            for (var point = 0; point < gap.Length; point++)
                shifted[point] = gap[point] + Vector512.Create(shifts[k] * _shape[point] - _own[point]);
            values[1 + k] = _right is null ? Vector512.Abs(shifted[0]) : _grid.SumAbsolute(shifted);
        }
    }

    static Vector512<double> Sum(ReadOnlySpan<Vector512<double>> weights)
    {
        var sum = Vector512<double>.Zero;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }
}
