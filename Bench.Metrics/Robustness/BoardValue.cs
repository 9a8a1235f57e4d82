namespace Bench.Metrics.Robustness;

/// <summary>A number of one model on a board with its 95 % interval and the images behind it; the bounds are null where
/// it has no interval.</summary>
public readonly record struct BoardValue(double Value, double? Low, double? High, int N);
