using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The mean of a value over the used images, or a weighted one.</summary>
/// <param name="values">[N] value of each image, times its weight where there are weights; 0 for an unused one.</param>
/// <param name="used">[N] 1 for a used image, or its weight; 0 for an unused one.</param>
sealed class ReplicatedMean(float[] values, float[] used) : IReplicated
{
    public int Outputs => 1;

    public float[] Values { get; } = values;

    public float[] Used { get; } = used;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values) =>
        values[0] = Lanes.Dot(weights, Values) / Lanes.Dot(weights, Used);
}
