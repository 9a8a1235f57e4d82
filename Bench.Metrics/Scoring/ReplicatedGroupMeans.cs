namespace Bench.Metrics.Scoring;

/// <summary>Mean over groups of images of the share of hits in each group, under resampled weights.</summary>
/// <param name="group">[N] group of each image, −1 for an unused one.</param>
/// <param name="hit">[N] whether the image is a hit.</param>
/// <param name="groups">Number of groups; those without an image in a resample are left out of it.</param>
sealed class ReplicatedGroupMeans(int[] group, bool[] hit, int groups) : IReplicated
{
    public int Outputs => 1;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values) => values[0] = Mean(weights);

    /// <summary>The value itself.</summary>
    public double Value()
    {
        var ones = new float[group.Length];
        Array.Fill(ones, 1);
        return Mean(ones);
    }

    double Mean(ReadOnlySpan<float> weights)
    {
        var (hits, counts) = (new double[groups], new double[groups]);
        for (var i = 0; i < weights.Length; i++)
        {
            if (group[i] < 0) continue;
            counts[group[i]] += weights[i];
            if (hit[i]) hits[group[i]] += weights[i];
        }
        var (sum, filled) = (0.0, 0);
        for (var g = 0; g < groups; g++)
        {
            if (counts[g] == 0) continue;
            sum += hits[g] / counts[g];
            filled++;
        }
        return sum / filled;
    }
}
