namespace Bench.Metrics.Scoring;

/// <summary>The mean of a value over the used images.</summary>
/// <param name="values">[N] value of each image, 0 for an unused one.</param>
/// <param name="used">[N] 1 for a used image, else 0.</param>
sealed class ReplicatedMean(float[] values, float[] used) : IReplicated
{
    public int Outputs => 1;

    public float[] Values { get; } = values;

    public float[] Used { get; } = used;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> result) =>
        result[0] = WeightedSum.Of(weights, Values) / WeightedSum.Of(weights, Used);
}
