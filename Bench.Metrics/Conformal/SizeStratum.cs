namespace Bench.Metrics.Conformal;

/// <summary>Test images whose set has a size in [<paramref name="From"/>, <paramref name="To"/>].</summary>
/// <param name="From">Smallest size.</param>
/// <param name="To">Largest size.</param>
/// <param name="Count">How many they are, and how many are covered.</param>
public readonly record struct SizeStratum(int From, int To, CoverageCount Count);
