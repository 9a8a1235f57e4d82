namespace Bench.Metrics.Comparison;

/// <summary>Outcome of Cochran's Q test.</summary>
/// <param name="Q">The statistic, ≥ 0; NaN when no image is shared by all models.</param>
/// <param name="DegreesOfFreedom">Models less one.</param>
/// <param name="PValue">Upper tail of χ² with <paramref name="DegreesOfFreedom"/>; 0 only when below the smallest
/// double.</param>
/// <param name="LogPValue">Natural logarithm of p.</param>
/// <param name="N">Images that all models use.</param>
public readonly record struct CochranQResult(double Q, int DegreesOfFreedom, double PValue, double LogPValue, int N);
