using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The calibration errors without bins, under resampled weights: Kolmogorov–Smirnov, MMCE, smooth and kernel-density.</summary>
/// <remarks>Replicates follow up to 1,024 runs of the confidence order and hold the bandwidths of the data. Those of the smooth and the
/// kernel-density error are made on the grid of the value: with every weight 1 they are the value.</remarks>
sealed class ReplicatedCurve : ICutStatistic
{
    public const int KolmogorovSmirnov = 0,
        Mmce = 1,
        Smooth = 2,
        KernelDensity = 3;
    const int Runs = 1_024;

    /// <summary>A narrower Gaussian would cost more than its interval is worth.</summary>
    const double LeastSmoothWidth = 5e-4;

    readonly double[] _centres;
    readonly double[] _decays;
    readonly ReplicatedSmooth _smooth;
    readonly ReplicatedKernelDensity _kernelDensity;

    /// <param name="outcomes">Confidences and verdicts.</param>
    /// <param name="smoothWidth">Bandwidth of the smooth error: its own value.</param>
    public ReplicatedCurve(OrderedOutcomes outcomes, double smoothWidth)
    {
        var runs = Math.Min(Runs, outcomes.Gap.Length);
        Cuts = [.. Enumerable.Range(0, runs + 1).Select(r => (int)((long)r * outcomes.Gap.Length / runs))];
        _centres = [.. Enumerable.Range(0, runs).Select(r => Centre(outcomes, Cuts[r], Cuts[r + 1]))];
        _decays = [.. _centres.Select((c, r) => r == 0 ? 1 : Math.Exp((_centres[r - 1] - c) / MaximumMeanCalibrationError.KernelWidth))];
        _smooth = new(outcomes, Cuts, Math.Max(smoothWidth, LeastSmoothWidth));
        _kernelDensity = new(outcomes, Cuts);
    }

    public int Outputs => 4;

    public IReadOnlyList<int> Cuts { get; }

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var (right, wrong) = (new Vector512<double>[_centres.Length], new Vector512<double>[_centres.Length]);
        var (zero, total) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (sum, largest, before, kernel) = (zero, zero, zero, zero);
        for (var r = 0; r < _centres.Length; r++)
        {
            var (gap, count) = (sums.Gap(r, r + 1), sums.Count(r, r + 1));
            right[r] = sums.Hits(r, r + 1);
            wrong[r] = count - right[r];
            total += count;
            sum += gap;
            largest = Vector512.Max(largest, Vector512.Abs(sum));
            before *= _decays[r];
            kernel += gap * (gap + before + before);
            before += gap;
        }
        values[KolmogorovSmirnov] = largest / total;
        values[Mmce] = Vector512.Sqrt(Vector512.Max(zero, kernel)) / total;
        values[Smooth] = _smooth.Replicate(right, wrong) / total;
        values[KernelDensity] = _kernelDensity.Replicate(right, wrong) / total;
    }

    /// <summary>Mean confidence of the used images of a run; that of all when it has none.</summary>
    static double Centre(OrderedOutcomes outcomes, int first, int end)
    {
        var confidence = outcomes.Confidence.AsSpan(first..end);
        var used = outcomes.Used.AsSpan(first..end);
        var count = TensorPrimitives.Sum<float>(used);
        return count > 0
            ? TensorPrimitives.Dot<float>(confidence, used) / count
            : TensorPrimitives.Sum<float>(confidence) / confidence.Length;
    }
}
