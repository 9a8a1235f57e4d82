using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of defective calibration errors, as published implementations compute them.</summary>
static class PublishedCalibrationMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "ece-extra-bin-as-published",
            "ECE, hidden bin for confidence 1",
            "15 bins [lo, hi) and a hidden sixteenth for confidence 1 alone; the correct value is ece",
            "TorchMetrics, _binning_bucketize (issue 3510)",
            c => c.ExtraBin()
        );
        yield return Define(
            "ece-drops-one-as-published",
            "ECE, confidence 1 dropped",
            "15 bins [lo, hi): images of confidence 1 fall in no bin; the correct value is ece",
            "DeepTab before issue 421",
            c => c.DropsOne()
        );
        yield return Define(
            "rmsce-skips-last-bin-as-published",
            "RMS calibration error, last bin skipped",
            "√(Σ_b (n_b / N) · gap_b²) over ⌊N / 100⌋ equal-mass bins without the most confident one; the correct value is ece-mass-l2",
            "Hendrycks, outlier-exposure, calibration_tools.calib_err",
            c => c.SkipsLastBin()
        );
    }

    static MetricDefinition Define(string id, string name, string formula, string source, Func<CalibrationInputs, Estimate> measure) =>
        BinFreeCalibrationMetrics.Define(id, name, formula, source, measure) with
        {
            Version = 4,
            Direction = MetricDirection.None,
        };
}
