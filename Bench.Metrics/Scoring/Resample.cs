namespace Bench.Metrics.Scoring;

/// <summary>The weights of one bootstrap resample.</summary>
/// <param name="weights">[N] weight of each image.</param>
/// <param name="byConfidence">[N] the same in ascending order of confidence; empty when no confidence is known.</param>
readonly ref struct Resample(ReadOnlySpan<float> weights, ReadOnlySpan<float> byConfidence)
{
    public ReadOnlySpan<float> Weights { get; } = weights;

    public ReadOnlySpan<float> ByConfidence { get; } = byConfidence;
}
