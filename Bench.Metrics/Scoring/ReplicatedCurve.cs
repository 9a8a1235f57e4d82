using System.Numerics.Tensors;
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
        _gaussian = ReflectedKernel.Gaussian(GridPoints, Math.Max(smoothWidth, 1.0 / GridPoints));
        _triweight = ReflectedKernel.Triweight(GridPoints, Math.Max(KernelDensityCalibrationError.Bandwidth(view.Pairs.Confidence), 2.0 / GridPoints));
    }

    public int Outputs => 4;

    public IReadOnlyList<int> Cuts { get; }

    public void Replicate(CutSums sums, Span<double> values)
    {
        Span<double> gaps = stackalloc double[_centres.Length], counts = stackalloc double[_centres.Length];
        var total = 0.0;
        for (var r = 0; r < gaps.Length; r++)
        {
            (gaps[r], counts[r]) = (sums.Gap(r, r + 1), sums.Count(r, r + 1));
            total += counts[r];
        }
        values[KolmogorovSmirnov] = LargestSum(gaps) / total;
        values[Mmce] = Math.Sqrt(Math.Max(0, KernelSum(gaps))) / total;
        Densities(gaps, counts, total, out values[Smooth], out values[KernelDensity]);
    }

    static double LargestSum(ReadOnlySpan<double> gaps)
    {
        var (sum, largest) = (0.0, 0.0);
        foreach (var gap in gaps) largest = Math.Max(largest, Math.Abs(sum += gap));
        return largest;
    }

    double KernelSum(ReadOnlySpan<double> gaps)
    {
        var (sum, before) = (0.0, 0.0);
        for (var r = 0; r < gaps.Length; r++)
        {
            before *= _decays[r];
            sum += gaps[r] * (gaps[r] + 2 * before);
            before += gaps[r];
        }
        return sum;
    }

    void Densities(ReadOnlySpan<double> gaps, ReadOnlySpan<double> counts, double total, out double smooth, out double kernelDensity)
    {
        Span<double> gapGrid = stackalloc double[GridPoints], hitGrid = stackalloc double[GridPoints], massGrid = stackalloc double[GridPoints];
        for (var r = 0; r < gaps.Length; r++)
        {
            UnitGrid.Deposit(gapGrid, _centres[r], gaps[r] / total);
            UnitGrid.Deposit(hitGrid, _centres[r], (gaps[r] + counts[r] * _centres[r]) / total);
            UnitGrid.Deposit(massGrid, _centres[r], counts[r] / total);
        }
        Span<double> density = stackalloc double[GridPoints], hits = stackalloc double[GridPoints];
        _gaussian.Smooth(gapGrid, density);
        smooth = UnitGrid.IntegrateAbsolute(density);
        _triweight.Smooth(hitGrid, hits);
        _triweight.Smooth(massGrid, density);
        for (var t = 0; t < GridPoints; t++) hits[t] -= density[t] * t / (GridPoints - 1);
        kernelDensity = UnitGrid.IntegrateAbsolute(hits);
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
