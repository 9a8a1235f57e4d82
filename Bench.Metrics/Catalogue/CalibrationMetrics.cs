namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the calibration family.</summary>
static class CalibrationMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        MetricDefinition[] main =
        [
            .. BinnedCalibrationMetrics.Defaults(),
            .. BinFreeCalibrationMetrics.All(),
            .. ClasswiseCalibrationMetrics.All(),
            .. ProperScoreMetrics.All(),
        ];
        return [.. main, .. BinnedCalibrationMetrics.Sweep(), .. PublishedCalibrationMetrics.All(), .. TemperatureMetrics.All(main)];
    }
}
