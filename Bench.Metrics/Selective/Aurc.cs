using Bench.Metrics.OpenSet;

namespace Bench.Metrics.Selective;

/// <summary>Area under the risk-coverage curve (<c>aurc</c>), in [0, 1], lower is better: the mean error rate over the
/// k most confident images, k =
/// 1…N.</summary>
/// <remarks>
/// (1 / N) Σ_k errors among the k most confident / k. Geifman and El-Yaniv, "Selective classification for deep neural
/// networks", 2017. Images of equal confidence are in no order, so each value is the expectation over a random order
/// among them: errors spread evenly through the group. N = 0 gives NaN.
/// Sweep: score = confidence, positive = right.
/// </remarks>
public static class Aurc
{
    public static double Compute(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        double sum = 0;
        long seen = 0,
            errors = 0;
        foreach (var group in sweep.Groups)
        {
            var size = group.Positives + group.Negatives;
            for (var j = 1; j <= size; j++)
                sum += (errors + group.Negatives * (double)j / size) / (seen + j);
            seen += size;
            errors += group.Negatives;
        }
        return sum / seen;
    }
}
