namespace Bench.Metrics.Scoring;

/// <summary>Mean and minimum, over groups of images, of the share of hits in each group.</summary>
/// <param name="group">[N] group of each image, −1 for an unused one.</param>
/// <param name="hit">[N] whether the image is a hit.</param>
/// <param name="groups">Number of groups; those without an image in a resample are left out of it.</param>
sealed class ReplicatedGroupMeans(int[] group, bool[] hit, int groups) : IReplicated
{
    /// <summary>[N] hit count and image count of one image in one word, so that a resample adds both at once.</summary>
    readonly ulong[] _counts = [.. hit.Select((h, i) => group[i] < 0 ? 0 : h ? (1UL << 32) | 1 : 1)];
    readonly int[] _slot = [.. group.Select(g => g < 0 ? groups : g)];

    public int Outputs => 2;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var sums = new ulong[groups + 1];
        for (var i = 0; i < weights.Length; i++) sums[_slot[i]] += (ulong)(uint)weights[i] * _counts[i];
        var (total, minimum, filled) = (0.0, double.PositiveInfinity, 0);
        foreach (var sum in sums.AsSpan(0, groups))
        {
            if ((uint)sum == 0) continue;
            var share = (double)(sum >> 32) / (uint)sum;
            total += share;
            minimum = Math.Min(minimum, share);
            filled++;
        }
        values[0] = filled == 0 ? double.NaN : total / filled;
        values[1] = filled == 0 ? double.NaN : minimum;
    }
}
