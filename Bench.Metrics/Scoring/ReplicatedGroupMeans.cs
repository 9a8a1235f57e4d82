namespace Bench.Metrics.Scoring;

/// <summary>Mean over groups of images of the share of hits in each group, under resampled weights.</summary>
/// <remarks>Each image's count and hit share one word, so that a resample adds both at once.</remarks>
/// <param name="group">[N] group of each image, −1 for an unused one.</param>
/// <param name="hit">[N] whether the image is a hit.</param>
/// <param name="groups">Number of groups; those without an image in a resample are left out of it.</param>
sealed class ReplicatedGroupMeans(int[] group, bool[] hit, int groups) : IReplicated
{
    const int Lanes = 4;

    readonly int[] _group = [.. group.Select(g => Math.Max(g, 0) * Lanes)];
    readonly ulong[] _counts = [.. group.Select((g, i) => g < 0 ? 0 : hit[i] ? (1UL << 32) | 1 : 1)];

    public int Outputs => 1;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values) => values[0] = Mean(weights);

    /// <summary>The value itself.</summary>
    public double Value()
    {
        var ones = new float[_group.Length];
        Array.Fill(ones, 1);
        return Mean(ones);
    }

    double Mean(ReadOnlySpan<float> weights)
    {
        // Neighbours often share a group: each lane has sums of its own, so that none waits for the one before.
        var sums = new ulong[Lanes * groups];
        for (var i = 0; i < weights.Length; i++) sums[_group[i] + i % Lanes] += (ulong)(uint)weights[i] * _counts[i];
        var (sum, filled) = (0.0, 0);
        for (var g = 0; g < groups; g++)
        {
            var both = 0UL;
            for (var lane = 0; lane < Lanes; lane++) both += sums[g * Lanes + lane];
            if ((uint)both == 0) continue;
            sum += (double)(both >> 32) / (uint)both;
            filled++;
        }
        return sum / filled;
    }
}
