using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Logits W·x + b. What an attacker can reach at best is known exactly.</summary>
sealed class LinearTarget(float[] weights, float[] bias, int pixels) : IAttackTarget
{
    /// <summary>Classes × pixels.</summary>
    public float[] Weights => weights;

    public float[] Bias => bias;

    public int Pixels => pixels;

    public int Classes => bias.Length;

    public bool HasGradient { get; init; } = true;

    public static LinearTarget Random(int seed, int classes, int pixels)
    {
        var random = new Random(seed);
        return new(
            [.. Enumerable.Range(0, classes * pixels).Select(_ => random.NextSingle() * 2 - 1)],
            [.. Enumerable.Range(0, classes).Select(_ => random.NextSingle() - 0.5f)],
            pixels
        );
    }

    public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            var (picture, label) = (i / Classes, i % Classes);
            double sum = bias[label];
            for (var k = 0; k < pixels; k++)
                sum += (double)weights[label * pixels + k] * pictures[picture * pixels + k];
            logits[i] = (float)sum;
        }
    }

    public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients)
    {
        for (var i = 0; i < gradients.Length; i++)
        {
            var (picture, k) = (i / pixels, i % pixels);
            gradients[i] = 0;
            for (var label = 0; label < Classes; label++)
                gradients[i] += seeds[picture * Classes + label] * weights[label * pixels + k];
        }
    }

    /// <summary>The smallest margin within ε and the box: for each other class, every number goes to whichever end lowers z_y −
    /// z_j.</summary>
    public double Optimum(ReadOnlySpan<float> picture, int label, float epsilon)
    {
        var least = double.PositiveInfinity;
        for (var other = 0; other < Classes; other++)
        {
            if (other == label)
                continue;
            double margin = bias[label] - bias[other];
            for (var k = 0; k < pixels; k++)
            {
                var slope = (double)weights[label * pixels + k] - weights[other * pixels + k];
                margin += slope * (slope > 0 ? Math.Max(0, picture[k] - epsilon) : Math.Min(1, picture[k] + epsilon));
            }
            least = Math.Min(least, margin);
        }
        return least;
    }

    /// <summary>Without the box: margin − ε‖w_y − w_j‖₂.</summary>
    public double EuclideanOptimum(ReadOnlySpan<float> picture, int label, float epsilon)
    {
        var least = double.PositiveInfinity;
        for (var other = 0; other < Classes; other++)
        {
            if (other == label)
                continue;
            double margin = bias[label] - bias[other],
                square = 0;
            for (var k = 0; k < pixels; k++)
            {
                var slope = (double)weights[label * pixels + k] - weights[other * pixels + k];
                (margin, square) = (margin + slope * picture[k], square + slope * slope);
            }
            least = Math.Min(least, margin - epsilon * Math.Sqrt(square));
        }
        return least;
    }
}
