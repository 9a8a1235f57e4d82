using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The calibration numbers that need each bin's accuracy as well as its gap, under resampled weights.</summary>
/// <param name="widthEdges">Equal-width bins as places in confidence order over all N images.</param>
/// <param name="massEdges">Equal-mass bins.</param>
sealed class ReplicatedBinnedAccuracy(int[] widthEdges, int[] massEdges) : ICutStatistic
{
    public const int Debiased = 0,
        Reliability = 1,
        Resolution = 2,
        Uncertainty = 3;

    public int Outputs => 4;

    public IReadOnlyList<int> Cuts { get; } = [.. widthEdges, .. massEdges];

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var bins = widthEdges.Length - 1;
        var (gaps, hits, counts) = (new double[bins], new double[bins], new double[bins]);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var (debiased, total) = (0.0, 0.0);
            for (var b = widthEdges.Length; b + 1 < Cuts.Count; b++)
            {
                var count = sums.Count(b, b + 1)[lane];
                debiased += DebiasedCalibrationError.Term(sums.Gap(b, b + 1)[lane], sums.Hits(b, b + 1)[lane], count);
                total += count;
            }
            for (var b = 0; b < bins; b++)
                (gaps[b], hits[b], counts[b]) = (sums.Gap(b, b + 1)[lane], sums.Hits(b, b + 1)[lane], sums.Count(b, b + 1)[lane]);
            var parts = BrierDecomposition.FromBins(gaps, hits, counts);
            Lanes.Put([debiased / total, parts.Reliability, parts.Resolution, parts.Uncertainty], lane, values);
        }
    }
}
