namespace Bench.Metrics.Selective;

/// <summary>One point of a selective-prediction curve.</summary>
/// <param name="Coverage">Share of images answered, in (0, 1].</param>
/// <param name="Risk">Error rate among them, in [0, 1].</param>
/// <param name="Confidence">Lowest confidence among them: the threshold to set.</param>
/// <param name="Images">Images answered.</param>
public readonly record struct RiskCoveragePoint(double Coverage, double Risk, float Confidence, int Images);
