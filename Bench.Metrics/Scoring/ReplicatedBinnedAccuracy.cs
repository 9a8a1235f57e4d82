using System.Numerics.Tensors;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>The calibration numbers that need each bin's accuracy beside its gap, under resampled weights. The bins stay those of the data.</summary>
sealed class ReplicatedBinnedAccuracy(CalibrationView view, int[] widthEdges, int[] massEdges) : IReplicated
{
    public const int Debiased = 0, Reliability = 1, Resolution = 2, Uncertainty = 3;

    public int[] Order => view.Order;

    public int Outputs => 4;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (gaps, hits, counts) = Sums(weights, massEdges);
        var (debiased, total) = (0.0, 0.0);
        for (var b = 0; b < gaps.Length; b++)
        {
            debiased += DebiasedCalibrationError.Term(gaps[b], hits[b], counts[b]);
            total += counts[b];
        }
        values[Debiased] = debiased / total;
        (gaps, hits, counts) = Sums(weights, widthEdges);
        (values[Reliability], values[Resolution], values[Uncertainty]) = BrierDecomposition.FromBins(gaps, hits, counts);
    }

    (double[] Gaps, double[] Hits, double[] Counts) Sums(ReadOnlySpan<float> weights, int[] edges)
    {
        var bins = edges.Length - 1;
        var (gaps, hits, counts) = (new double[bins], new double[bins], new double[bins]);
        for (var b = 0; b < bins; b++)
        {
            var run = edges[b]..edges[b + 1];
            gaps[b] = TensorPrimitives.Dot(weights[run], view.Gap.AsSpan(run));
            hits[b] = TensorPrimitives.Dot(weights[run], view.Hit.AsSpan(run));
            counts[b] = TensorPrimitives.Dot(weights[run], view.Used.AsSpan(run));
        }
        return (gaps, hits, counts);
    }
}
