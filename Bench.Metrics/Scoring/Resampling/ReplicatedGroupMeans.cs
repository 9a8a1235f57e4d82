using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Mean over groups of images of the share of hits in each group, under resampled weights.</summary>
/// <remarks>Counts are whole numbers: float32 holds them up to 2²⁴ images in a group.</remarks>
sealed class ReplicatedGroupMeans : IReplicated
{
    readonly int _groups;
    readonly int[] _group;
    readonly float[] _hit;

    /// <param name="group">[N] group of each image, −1 for an unused one.</param>
    /// <param name="hit">[N] whether the image is a hit.</param>
    /// <param name="groups">Number of groups; those without an image in a resample are left out of it.</param>
    public ReplicatedGroupMeans(int[] group, bool[] hit, int groups)
    {
        // Unused images have a group of their own, which nobody reads.
        (_groups, _group, _hit) = (groups, [.. group.Select(g => g < 0 ? groups : g)], [.. hit.Select(h => h ? 1f : 0f)]);
    }

    public int Outputs => 1;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var (counts, hits) = (new Vector256<float>[_groups + 1], new Vector256<float>[_groups + 1]);
        for (var i = 0; i < weights.Length; i++)
        {
            var (group, weight) = (_group[i], weights[i]);
            counts[group] += weight;
            hits[group] += weight * _hit[i];
        }
        var (sum, filled) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var g = 0; g < _groups; g++)
        {
            var count = Lanes.Widen(counts[g]);
            // An empty group divides 0 by 1 and is not counted.
            sum += Lanes.Widen(hits[g]) / Vector512.Max(count, Vector512<double>.One);
            filled += Vector512.Min(count, Vector512<double>.One);
        }
        values[0] = sum / filled;
    }
}
