using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Binned calibration errors of one label view for many binnings at once, under resampled weights.</summary>
/// <param name="binnings">Bins as places in confidence order over all N images.</param>
sealed class ReplicatedBins(IReadOnlyList<BinEdges> binnings) : ICutStatistic
{
    const int Norms = 3;

    public int Outputs => binnings.Count * Norms;

    public IReadOnlyList<int> Cuts { get; } = [.. binnings.SelectMany(edges => edges.Places)];

    /// <summary>Where the value of a binning under a norm stands.</summary>
    public static int OutputOf(int binning, CalibrationNorm norm) => binning * Norms + (int)norm;

    public void Replicate(CutSums sums, Span<Vector512<double>> values)
    {
        var first = 0;
        for (var k = 0; k < binnings.Count; k++)
        {
            var (absolute, squared, largest, weight) = (
                Vector512<double>.Zero,
                Vector512<double>.Zero,
                Vector512<double>.Zero,
                Vector512<double>.Zero
            );
            for (var b = 0; b + 1 < binnings[k].Places.Length; b++)
            {
                var count = sums.Count(first + b, first + b + 1);
                weight += count;
                if (b >= binnings[k].Scored)
                    continue;
                // The gap of an empty bin is 0, whatever it is divided by.
                var gap = sums.Gap(first + b, first + b + 1);
                var mean = gap / Vector512.Max(count, Vector512<double>.One);
                absolute += Vector512.Abs(gap);
                squared += gap * mean;
                largest = Vector512.Max(largest, Vector512.Abs(mean));
            }
            first += binnings[k].Places.Length;
            values[OutputOf(k, CalibrationNorm.L1)] = absolute / weight;
            values[OutputOf(k, CalibrationNorm.L2)] = Vector512.Sqrt(squared / weight);
            values[OutputOf(k, CalibrationNorm.Max)] = Vector512.ConditionalSelect(
                Vector512.GreaterThan(weight, Vector512<double>.Zero),
                largest,
                Vector512.Create(double.NaN)
            );
        }
    }
}
