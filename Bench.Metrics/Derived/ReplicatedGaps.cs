using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>Calibration errors by the values of a facet under resampled pictures: every image of a picture has the
/// picture's weight.</summary>
/// <param name="gaps">[N] 1 or 0 for right or wrong, less the confidence; NaN leaves an image out.</param>
/// <param name="bins">[N] bin of the confidence.</param>
/// <param name="codes">[N] value of each image, 1 to <paramref name="values"/>; 0 for none.</param>
/// <param name="values">Number of values, which are the outputs.</param>
/// <param name="clusters">Pictures of the images.</param>
sealed class ReplicatedGaps(float[] gaps, byte[] bins, ReadOnlyMemory<ushort> codes, int values, Clusters clusters) : IReplicated
{
    /// <summary>Bins of equal width.</summary>
    public const int Bins = 15;

    public int Outputs => values;

    /// <summary>The errors with every weight 1.</summary>
    public double[] Values()
    {
        var ones = new Vector256<float>[clusters.Count];
        Array.Fill(ones, Vector256<float>.One);
        var found = new Vector512<double>[values];
        Replicate(ones, found);
        return Array.ConvertAll(found, each => each[0]);
    }

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> into)
    {
        var (sums, counts) = (new Vector512<double>[values * Bins], new Vector512<double>[values]);
        var value = codes.Span;
        for (var picture = 0; picture < clusters.Count; picture++)
        {
            var weight = Lanes.Widen(weights[picture]);
            foreach (var image in clusters.Of(picture))
            {
                if (value[image] == 0 || float.IsNaN(gaps[image]))
                    continue;
                var place = value[image] - 1;
                sums[place * Bins + bins[image]] += weight * gaps[image];
                counts[place] += weight;
            }
        }
        for (var place = 0; place < values; place++)
        {
            var sum = Vector512<double>.Zero;
            for (var bin = 0; bin < Bins; bin++)
                sum += Vector512.Abs(sums[place * Bins + bin]);
            into[place] = sum / counts[place];
        }
    }

    /// <summary>Bin of a confidence.</summary>
    public static byte BinOf(float confidence) => (byte)ConfidenceBins.WidthBinOf(confidence, Bins);
}
