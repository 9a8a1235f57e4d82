using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>Binned calibration errors of one label view for many binnings at once, under resampled weights.</summary>
/// <param name="binnings">Bins as places in confidence order over all N images.</param>
sealed class ReplicatedBins(IReadOnlyList<BinEdges> binnings) : ICutStatistic
{
    const int Norms = 3;

    public int Outputs => binnings.Count * Norms;

    public IReadOnlyList<int> Cuts { get; } = [.. binnings.SelectMany(edges => edges.Places)];

    /// <summary>Where the value of a binning under a norm stands.</summary>
    public static int OutputOf(int binning, CalibrationNorm norm) => binning * Norms + (int)norm;

    public void Replicate(CutSums sums, Span<double> values)
    {
        var first = 0;
        for (var k = 0; k < binnings.Count; k++)
        {
            var gaps = new CalibrationGaps();
            for (var b = 0; b + 1 < binnings[k].Places.Length; b++)
                gaps.Add(b < binnings[k].Scored ? sums.Gap(first + b, first + b + 1) : 0, sums.Count(first + b, first + b + 1));
            first += binnings[k].Places.Length;
            values[OutputOf(k, CalibrationNorm.L1)] = gaps.Value(CalibrationNorm.L1);
            values[OutputOf(k, CalibrationNorm.L2)] = gaps.Value(CalibrationNorm.L2);
            values[OutputOf(k, CalibrationNorm.Max)] = gaps.Value(CalibrationNorm.Max);
        }
    }
}
