namespace Bench.Metrics.OpenSet;

/// <summary>Images of one score in a <see cref="ThresholdSweep"/>.</summary>
public readonly record struct TieGroup(float Score, int Positives, int Negatives);
