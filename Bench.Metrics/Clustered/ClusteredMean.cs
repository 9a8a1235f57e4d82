using Bench.Metrics.Statistics;

namespace Bench.Metrics.Clustered;

/// <summary>95 % interval of a mean of values of which several are of one picture, by the normal distribution.</summary>
public static class ClusteredMean
{
    /// <remarks>The variance is that of a ratio estimator with pictures as clusters: K / (K − 1) · Σ_k (s_k − mean · n_k)² / n²,
    /// for a sum of s_k over the n_k values of each of K pictures. With one value a picture that is
    /// <see cref="MeanInterval"/>.</remarks>
    /// <param name="values">The values.</param>
    /// <param name="clusters">Pictures of the values.</param>
    /// <param name="mean">Their mean; NaN of none.</param>
    /// <returns><see cref="Interval.None"/> of fewer than <see cref="MeanInterval.Least"/> pictures.</returns>
    public static Interval Of(ReadOnlySpan<double> values, Clusters clusters, out double mean)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        if (clusters.Pictures.Count != values.Length)
            throw new ArgumentException($"{clusters.Pictures.Count} places for {values.Length} values");
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        mean = sum / values.Length;
        if (clusters.Count < MeanInterval.Least)
            return Interval.None;
        var squares = 0.0;
        for (var picture = 0; picture < clusters.Count; picture++)
        {
            var off = 0.0;
            foreach (var item in clusters.Of(picture))
                off += values[item] - mean;
            squares += off * off;
        }
        var half = WilsonInterval.Z95 * Math.Sqrt(squares * clusters.Count / (clusters.Count - 1)) / values.Length;
        return new(mean - half, mean + half);
    }
}
