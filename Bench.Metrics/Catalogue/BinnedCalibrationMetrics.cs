using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of binned calibration error: every served bin count under both binnings and three
/// norms.</summary>
/// <remarks>An id is <c>ece</c> with what differs from the default behind it, in this order: <c>-mass</c>, <c>-l2</c>
/// or <c>-max</c>, the number of bins.</remarks>
static class BinnedCalibrationMetrics
{
    const int DefaultBins = 15;

    /// <summary>15 bins.</summary>
    public static IEnumerable<MetricDefinition> Defaults() => OfBins(DefaultBins);

    /// <summary>The other bin counts.</summary>
    public static IEnumerable<MetricDefinition> Sweep() => BinnedErrors.BinCounts.Where(b => b != DefaultBins).SelectMany(OfBins);

    static IEnumerable<MetricDefinition> OfBins(int bins) =>
        from binning in Enum.GetValues<Binning>()
        from norm in Enum.GetValues<CalibrationNorm>()
        select Define(bins, binning, norm);

    static string IdOf(int bins, Binning binning, CalibrationNorm norm) =>
        "ece"
        + (binning == Binning.Mass ? "-mass" : "")
        + (
            norm switch
            {
                CalibrationNorm.L2 => "-l2",
                CalibrationNorm.Max => "-max",
                _ => "",
            }
        )
        + (bins == DefaultBins ? "" : $"-{bins}");

    static MetricProminence ProminenceOf(int bins, Binning binning, CalibrationNorm norm) =>
        (bins, norm) != (DefaultBins, CalibrationNorm.L1) ? MetricProminence.Detail
        : binning == Binning.Width ? MetricProminence.Board
        : MetricProminence.Report;

    static MetricDefinition Define(int bins, Binning binning, CalibrationNorm norm) =>
        new()
        {
            Id = IdOf(bins, binning, norm),
            // Another interval since; of five bins, once more.
            Version = bins == 5 && norm == CalibrationNorm.L1 ? 5 : 4,
            Name =
                (
                    norm switch
                    {
                        CalibrationNorm.L2 => "RMSCE",
                        CalibrationNorm.Max => "MCE",
                        _ => "ECE",
                    }
                ) + $" ({bins} {(binning == Binning.Mass ? "equal-mass" : "equal-width")} bins)",
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.Lower,
            Formula =
                (
                    norm switch
                    {
                        CalibrationNorm.L2 => "√(Σ_b (n_b / N) · (accuracy_b − confidence_b)²)",
                        CalibrationNorm.Max => "max_b |accuracy_b − confidence_b|",
                        _ => "Σ_b (n_b / N) · |accuracy_b − confidence_b|",
                    }
                )
                + (
                    binning == Binning.Mass
                        ? " over bins of equal counts in ascending order of confidence, ties in the order of the dataset's manifest"
                        : " over equal-width bins (lo, hi]; confidence 1 in the last bin, 0 in the first"
                ),
            Source = norm switch
            {
                CalibrationNorm.L2 => "Kumar et al., 2019",
                _ when binning == Binning.Mass => "Nguyen and O'Connor, 2015",
                _ => "Naeini et al., 2015; Guo et al., 2017",
            },
            Defaults = new Dictionary<string, string>
            {
                ["bins"] = $"{bins}",
                ["binning"] = binning == Binning.Mass ? "mass" : "width",
                ["norm"] = norm switch
                {
                    CalibrationNorm.L2 => "l2",
                    CalibrationNorm.Max => "max",
                    _ => "l1",
                },
            },
            Prominence = ProminenceOf(bins, binning, norm),
            HubType = (bins, binning, norm) == (DefaultBins, Binning.Width, CalibrationNorm.L1) ? "ece" : null,
            Content = PredictionContent.TopConfidence,
            Measure = inputs => inputs.Calibration.Binned(bins, binning, norm),
        };
}
