namespace Bench.Metrics.Conformal;

/// <summary>Test images whose set has a size in [<paramref name="From"/>, <paramref name="To"/>].</summary>
/// <param name="From">Smallest size.</param>
/// <param name="To">Largest size.</param>
/// <param name="Images">Images.</param>
/// <param name="Coverage">Share of them whose set holds the label; NaN without images.</param>
public readonly record struct SizeStratum(int From, int To, int Images, double Coverage);
