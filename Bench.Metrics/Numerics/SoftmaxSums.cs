using System.Runtime.Intrinsics;

namespace Bench.Metrics.Numerics;

/// <summary>Sums that softmax needs of a row of logits, in one walk: over x = logit − maximum, which is never above 0,
/// at a temperature.</summary>
/// <remarks>Lanes are float32; every <see cref="Block"/> logits they are added up in double.</remarks>
static class SoftmaxSums
{
    const int Block = 512;

    /// <summary>Σ e^(x/T) and Σ (e^(x/T))².</summary>
    public static (double Sum, double Squares) Of(ReadOnlySpan<float> logits, float maximum, float inverseTemperature)
    {
        var (sum, squares) = (0.0, 0.0);
        var (most, inverse) = (Vector512.Create(maximum), Vector512.Create(inverseTemperature));
        for (; !logits.IsEmpty; logits = logits[Math.Min(Block, logits.Length)..])
        {
            var block = logits[..Math.Min(Block, logits.Length)];
            var (sums, ofSquares, i) = (Vector512<float>.Zero, Vector512<float>.Zero, 0);
            for (; i + Vector512<float>.Count <= block.Length; i += Vector512<float>.Count)
            {
                var e = Vector512.Exp((Vector512.Create(block[i..]) - most) * inverse);
                sums += e;
                ofSquares += e * e;
            }
            (sum, squares) = (sum + Vector512.Sum(sums), squares + Vector512.Sum(ofSquares));
            for (; i < block.Length; i++)
            {
                var e = MathF.Exp((block[i] - maximum) * inverseTemperature);
                (sum, squares) = (sum + e, squares + e * e);
            }
        }
        return (sum, squares);
    }

    /// <summary>Mean and variance of x under the softmax of x/T.</summary>
    public static (double Mean, double Variance) Moments(ReadOnlySpan<float> logits, float maximum, float inverseTemperature)
    {
        var (sum, first, second) = (0.0, 0.0, 0.0);
        var (most, inverse) = (Vector512.Create(maximum), Vector512.Create(inverseTemperature));
        for (; !logits.IsEmpty; logits = logits[Math.Min(Block, logits.Length)..])
        {
            var block = logits[..Math.Min(Block, logits.Length)];
            var (sums, firsts, seconds, i) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, 0);
            for (; i + Vector512<float>.Count <= block.Length; i += Vector512<float>.Count)
            {
                var x = Vector512.Create(block[i..]) - most;
                var e = Vector512.Exp(x * inverse);
                var weighted = e * x;
                sums += e;
                firsts += weighted;
                seconds += weighted * x;
            }
            (sum, first, second) = (sum + Vector512.Sum(sums), first + Vector512.Sum(firsts), second + Vector512.Sum(seconds));
            for (; i < block.Length; i++)
            {
                var x = block[i] - maximum;
                var e = MathF.Exp(x * inverseTemperature);
                (sum, first, second) = (sum + e, first + e * x, second + e * x * x);
            }
        }
        var mean = first / sum;
        return (mean, Math.Max(0, second / sum - mean * mean));
    }
}
