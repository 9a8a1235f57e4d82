namespace Bench.Metrics.Catalogue;

/// <summary>The question a metric answers; groups the catalogue for people.</summary>
public enum MetricFamily
{
    Accuracy,
    MultiLabel,
    Calibration,
    Confidence,
    Robustness,
    OpenSet,
    Conformal,
    Comparison,
}
