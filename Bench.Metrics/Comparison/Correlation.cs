namespace Bench.Metrics.Comparison;

/// <summary>How alike two columns of a board order its models.</summary>
/// <param name="Value">In [−1, 1]; NaN with fewer than two models or a constant column.</param>
/// <param name="N">Models that have both values.</param>
public readonly record struct Correlation(double Value, int N);
