using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>The calibration numbers that need each bin's accuracy beside its gap, under resampled weights.</summary>
/// <param name="widthEdges">Equal-width bins as places in confidence order over all N images.</param>
/// <param name="massEdges">Equal-mass bins.</param>
sealed class ReplicatedBinnedAccuracy(int[] widthEdges, int[] massEdges) : ICutStatistic
{
    public const int Debiased = 0, Reliability = 1, Resolution = 2, Uncertainty = 3;

    public int Outputs => 4;

    public IReadOnlyList<int> Cuts { get; } = [.. widthEdges, .. massEdges];

    public void Replicate(CutSums sums, Span<double> values)
    {
        var (debiased, total) = (0.0, 0.0);
        for (var b = widthEdges.Length; b + 1 < Cuts.Count; b++)
        {
            var count = sums.Count(b, b + 1);
            debiased += DebiasedCalibrationError.Term(sums.Gap(b, b + 1), sums.Hits(b, b + 1), count);
            total += count;
        }
        values[Debiased] = debiased / total;
        var bins = widthEdges.Length - 1;
        var (gaps, hits, counts) = (new double[bins], new double[bins], new double[bins]);
        for (var b = 0; b < bins; b++) (gaps[b], hits[b], counts[b]) = (sums.Gap(b, b + 1), sums.Hits(b, b + 1), sums.Count(b, b + 1));
        (values[Reliability], values[Resolution], values[Uncertainty]) = BrierDecomposition.FromBins(gaps, hits, counts);
    }
}
