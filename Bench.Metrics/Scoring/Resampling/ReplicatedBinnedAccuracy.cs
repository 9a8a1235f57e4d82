using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The calibration numbers that need each bin's accuracy as well as its gap, under resampled
/// weights.</summary>
/// <param name="widthEdges">Equal-width bins as places in confidence order over all N images.</param>
sealed class ReplicatedBinnedAccuracy(int[] widthEdges) : ICutStatistic
{
    static readonly BrierPart[] Parts = Enum.GetValues<BrierPart>();

    public int Outputs => Parts.Length;

    public IReadOnlyList<int> Cuts { get; } = widthEdges;

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var bins = widthEdges.Length - 1;
        var (gaps, hits, counts) = (new double[bins], new double[bins], new double[bins]);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            for (var b = 0; b < bins; b++)
                (gaps[b], hits[b], counts[b]) = (sums.Gap(b, b + 1)[lane], sums.Hits(b, b + 1)[lane], sums.Count(b, b + 1)[lane]);
            var parts = BrierDecomposition.FromBins(gaps, hits, counts);
            Lanes.Put([.. Parts.Select(part => parts[part])], lane, values);
        }
    }
}
