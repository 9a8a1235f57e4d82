using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

static class WeightedSum
{
    /// <summary>Images that are summed in float32 lanes before their sum is added up in double.</summary>
    public const int Block = 2048;

    /// <summary>Σ w·v, with blocks summed in float32 lanes and added up in double.</summary>
    public static double Of(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        for (; weights.Length > Block; weights = weights[Block..], values = values[Block..])
            sum += TensorPrimitives.Dot(weights[..Block], values[..Block]);
        return sum + TensorPrimitives.Dot(weights, values);
    }
}
