using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The calibration errors without bins, under resampled weights: Kolmogorov–Smirnov, MMCE, smooth and
/// kernel-density. Each is followed by what it would be under the models of a <see cref="GapFamily"/>: the resample's
/// noise around the model's gaps.</summary>
/// <remarks>Replicates follow up to 1,024 runs of the confidence order and hold the bandwidths of the data. Those of
/// the smooth and the kernel-density error are made on the grid of the value: with every weight 1 they are the
/// value.</remarks>
sealed class ReplicatedCurve : ICutStatistic
{
    const int Runs = 1_024;

    /// <summary>Outputs of one error: itself, and under each model.</summary>
    const int Block = 1 + GapFamily.Shifts;

    /// <summary>A narrower Gaussian would cost more than its interval is worth.</summary>
    const double LeastSmoothWidth = 5e-4;

    readonly double[] _centres;
    readonly double[] _decays;

    /// <summary>[runs] Σ (a − c) / N and Σ v / N.</summary>
    readonly double[] _own,
        _shape;
    readonly Inversion[] _inversions;
    readonly ReplicatedSmooth _smooth;
    readonly ReplicatedKernelDensity _kernelDensity;

    /// <param name="outcomes">Confidences and verdicts.</param>
    /// <param name="values">The four errors of the images.</param>
    public ReplicatedCurve(OrderedOutcomes outcomes, CurveErrors values)
    {
        var runs = Math.Min(Runs, outcomes.Gap.Length);
        Cuts = [.. Enumerable.Range(0, runs + 1).Select(r => (int)((long)r * outcomes.Gap.Length / runs))];
        _centres = [.. Enumerable.Range(0, runs).Select(r => Centre(outcomes, Cuts[r], Cuts[r + 1]))];
        _decays = [.. _centres.Select((c, r) => r == 0 ? 1 : Math.Exp((_centres[r - 1] - c) / MaximumMeanCalibrationError.KernelWidth))];
        var family = new GapFamily(outcomes);
        _own = [.. Enumerable.Range(0, runs).Select(r => (double)TensorPrimitives.Sum<float>(outcomes.Gap.AsSpan(Cuts[r]..Cuts[r + 1])))];
        _shape = [.. Enumerable.Range(0, runs).Select(r => TensorPrimitives.Sum<double>(family.Shape.AsSpan(Cuts[r]..Cuts[r + 1])))];
        TensorPrimitives.Divide(_own, family.Images, _own);
        TensorPrimitives.Divide(_shape, family.Images, _shape);
        _smooth = new(outcomes, Cuts, Math.Max(values.Smooth, LeastSmoothWidth), family);
        _kernelDensity = new(outcomes, Cuts, family);
        var mmce = MmceOf([.. _shape.Select(Vector512.Create)])[0];
        _inversions = [Of(values.KolmogorovSmirnov, 1), Of(values.Mmce, mmce), Of(values.Smooth, 1), Of(values.KernelDensity, 1)];

        Inversion Of(double value, double unit) => new(family.Around(value, unit), unit);
    }

    public int Outputs => 4 * Block;

    public IReadOnlyList<int> Cuts { get; }

    /// <summary>Where the outputs of an error begin, and what they are made of.</summary>
    public (int Output, Inversion Inversion) this[CurveError error] => ((int)error * Block, _inversions[(int)error]);

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var runs = _centres.Length;
        var (right, wrong, gaps, shifted) = (
            new Vector512<double>[runs],
            new Vector512<double>[runs],
            new Vector512<double>[runs],
            new Vector512<double>[runs]
        );
        var total = Vector512<double>.Zero;
        for (var r = 0; r < runs; r++)
        {
            var count = sums.Count(r, r + 1);
            (gaps[r], right[r]) = (sums.Gap(r, r + 1), sums.Hits(r, r + 1));
            wrong[r] = count - right[r];
            total += count;
        }
        for (var r = 0; r < runs; r++)
            gaps[r] /= total;
        Fill(CurveError.KolmogorovSmirnov, LargestOf, values);
        Fill(CurveError.Mmce, MmceOf, values);
        _smooth.Replicate(right, wrong, total, Shifts(CurveError.Smooth), OutputsOf(CurveError.Smooth, values));
        _kernelDensity.Replicate(right, wrong, total, Shifts(CurveError.KernelDensity), OutputsOf(CurveError.KernelDensity, values));

        void Fill(CurveError error, Func<Vector512<double>[], Vector512<double>> norm, Span<Vector512<double>> all)
        {
            var shifts = Shifts(error);
            var outputs = OutputsOf(error, all);
            outputs[0] = norm(gaps);
            for (var k = 0; k < shifts.Length; k++)
            {
                for (var r = 0; r < runs; r++)
                    shifted[r] = gaps[r] + Vector512.Create(shifts[k] * _shape[r] - _own[r]);
                outputs[1 + k] = norm(shifted);
            }
        }
    }

    double[] Shifts(CurveError error) => _inversions[(int)error].Shifts;

    static Span<Vector512<double>> OutputsOf(CurveError error, Span<Vector512<double>> values) => values.Slice((int)error * Block, Block);

    /// <summary>max |Σ gap| from the least confident run up.</summary>
    static Vector512<double> LargestOf(Vector512<double>[] gaps)
    {
        var (sum, largest) = (Vector512<double>.Zero, Vector512<double>.Zero);
        foreach (var gap in gaps)
        {
            sum += gap;
            largest = Vector512.Max(largest, Vector512.Abs(sum));
        }
        return largest;
    }

    Vector512<double> MmceOf(Vector512<double>[] gaps)
    {
        var (before, kernel) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var r = 0; r < gaps.Length; r++)
        {
            before *= _decays[r];
            kernel += gaps[r] * (gaps[r] + before + before);
            before += gaps[r];
        }
        return Vector512.Sqrt(Vector512.Max(Vector512<double>.Zero, kernel));
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
