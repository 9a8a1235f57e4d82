namespace Bench.Metrics.Calibration;

/// <summary>Catalogue entries of the calibration family.</summary>
static class CalibrationMetrics
{
    public static IEnumerable<MetricDefinition> All() => [.. BinnedCalibrationMetrics.All(), .. ProperScoreMetrics.All()];
}
