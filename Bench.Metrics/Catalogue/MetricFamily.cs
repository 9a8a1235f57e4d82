namespace Bench.Metrics.Catalogue;

/// <summary>The question a metric answers; groups the catalogue for people.</summary>
public enum MetricFamily
{
    Accuracy,
    MultiLabel,
    Calibration,
    Confidence,
    LabelErrors,
    Robustness,
    OpenSet,
    Conformal,
    Comparison,
}
