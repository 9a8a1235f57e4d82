namespace Bench.Metrics.Comparison;

/// <summary>Outcome of McNemar's exact test.</summary>
/// <param name="OnlyFirst">Images that only the first model gets right.</param>
/// <param name="OnlySecond">Images that only the second model gets right.</param>
/// <param name="PValue">Two-sided p in [0, 1]; 0 only when it is below the smallest double (see
/// <paramref name="LogPValue"/>).</param>
/// <param name="LogPValue">Natural logarithm of p; finite for any counts.</param>
public readonly record struct McNemarResult(int OnlyFirst, int OnlySecond, double PValue, double LogPValue);
