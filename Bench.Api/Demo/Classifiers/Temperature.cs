namespace Bench.Api.Demo.Classifiers;

/// <summary>Finds how much a classifier's scores must be multiplied for its softmax to be honest.</summary>
internal static class Temperature
{
    /// <summary>The factor in [0.1, 100] with the least negative log-likelihood on pictures that were held
    /// out.</summary>
    public static float Sharpness(IReadOnlyList<float[]> scores, IReadOnlyList<int> labels)
    {
        // The loss is convex in the factor: a golden-section search over its logarithm finds the least.
        var golden = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Log(0.1), Math.Log(100));
        while (high - low > 1e-3)
        {
            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if (Loss(Math.Exp(left)) < Loss(Math.Exp(right)))
                high = right;
            else
                low = left;
        }
        return (float)Math.Exp((low + high) / 2);

        double Loss(double factor)
        {
            var loss = 0.0;
            for (var i = 0; i < scores.Count; i++)
            {
                var highest = scores[i].Max();
                loss += Math.Log(scores[i].Sum(score => Math.Exp(factor * (score - highest)))) - factor * (scores[i][labels[i]] - highest);
            }
            return loss;
        }
    }
}
