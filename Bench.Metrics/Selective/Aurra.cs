using Bench.Metrics.OpenSet;

namespace Bench.Metrics.Selective;

/// <summary>Area under the response rate accuracy curve (<c>aurra</c>), in [0, 1]: the mean accuracy over the k most
/// confident images, k = 1…N.</summary>
/// <remarks>Hendrycks et al., "Natural adversarial examples", 2021. With one point an image it is 1 −
/// <see cref="Aurc"/>, ties included. N = 0 gives NaN. Sweep: score = confidence, positive = right.</remarks>
public static class Aurra
{
    public static double Compute(ThresholdSweep sweep) => 1 - Aurc.Compute(sweep);
}
