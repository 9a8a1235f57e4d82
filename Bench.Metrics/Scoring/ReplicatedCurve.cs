using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>The calibration errors without bins, under resampled weights: Kolmogorov–Smirnov, MMCE, smooth and kernel-density.</summary>
/// <remarks>The values are exact; their replicates follow the confidences in up to 1,024 runs of the confidence order and hold the bandwidths of the
/// data. That moves an interval's end by less than a hundredth of its length.</remarks>
sealed class ReplicatedCurve : ICutStatistic
{
    public const int KolmogorovSmirnov = 0, Mmce = 1, Smooth = 2, KernelDensity = 3;
    const int Runs = 1_024, GridPoints = 257;

    readonly double[] _centres;
    readonly double[] _decays;
    readonly (int Below, double Share)[] _places;
    readonly ReflectedKernel _gaussian;
    readonly ReflectedKernel _triweight;

    /// <param name="view">Confidences and verdicts.</param>
    /// <param name="smoothWidth">Bandwidth of the smooth error: its own value.</param>
    public ReplicatedCurve(CalibrationView view, double smoothWidth)
    {
        var runs = Math.Min(Runs, view.Gap.Length);
        Cuts = [.. Enumerable.Range(0, runs + 1).Select(r => (int)((long)r * view.Gap.Length / runs))];
        _centres = [.. Enumerable.Range(0, runs).Select(r => Centre(view, Cuts[r], Cuts[r + 1]))];
        _decays = [.. _centres.Select((c, r) => r == 0 ? 1 : Math.Exp((_centres[r - 1] - c) / MaximumMeanCalibrationError.KernelWidth))];
        _places = [.. _centres.Select(centre => UnitGrid.Place(centre, GridPoints))];
        _gaussian = ReflectedKernel.Gaussian(GridPoints, Math.Max(smoothWidth, 1.0 / GridPoints));
        _triweight = ReflectedKernel.Triweight(GridPoints, Math.Max(KernelDensityCalibrationError.Bandwidth(view.Pairs.Confidence), 2.0 / GridPoints));
    }

    public int Outputs => 4;

    public IReadOnlyList<int> Cuts { get; }

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var (gapGrid, hitGrid, massGrid) = (new Vector512<double>[GridPoints], new Vector512<double>[GridPoints], new Vector512<double>[GridPoints]);
        var (zero, total) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (sum, largest, before, kernel) = (zero, zero, zero, zero);
        for (var r = 0; r < _centres.Length; r++)
        {
            var (gap, count) = (sums.Gap(r, r + 1), sums.Count(r, r + 1));
            total += count;
            sum += gap;
            largest = Vector512.Max(largest, Vector512.Abs(sum));
            before *= _decays[r];
            kernel += gap * (gap + before + before);
            before += gap;
            Deposit(gapGrid, r, gap);
            Deposit(hitGrid, r, gap + count * _centres[r]);
            Deposit(massGrid, r, count);
        }
        values[KolmogorovSmirnov] = largest / total;
        values[Mmce] = Vector512.Sqrt(Vector512.Max(zero, kernel)) / total;
        var (smoothed, density) = (new Vector512<double>[GridPoints], new Vector512<double>[GridPoints]);
        _gaussian.Smooth(gapGrid, smoothed);
        values[Smooth] = UnitGrid.IntegrateAbsolute(smoothed) / total;
        _triweight.Smooth(hitGrid, smoothed);
        _triweight.Smooth(massGrid, density);
        for (var t = 0; t < GridPoints; t++) smoothed[t] -= density[t] * ((double)t / (GridPoints - 1));
        values[KernelDensity] = UnitGrid.IntegrateAbsolute(smoothed) / total;
    }

    /// <summary>Shares the mass of a run between the two points around its centre.</summary>
    void Deposit(Vector512<double>[] grid, int run, Vector512<double> mass)
    {
        var (below, share) = _places[run];
        var above = mass * share;
        grid[below] += mass - above;
        grid[below + 1] += above;
    }

    /// <summary>Mean confidence of the used images of a run; that of all when it has none.</summary>
    static double Centre(CalibrationView view, int first, int end)
    {
        var confidence = view.ConfidenceInOrder.AsSpan(first..end);
        var used = view.Used.AsSpan(first..end);
        var count = TensorPrimitives.Sum<float>(used);
        return count > 0 ? TensorPrimitives.Dot<float>(confidence, used) / count : TensorPrimitives.Sum<float>(confidence) / confidence.Length;
    }
}
