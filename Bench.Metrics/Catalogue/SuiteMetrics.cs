using Bench.Metrics.Predicted;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of what takes several datasets or several label sets of a model: read by suites, stored
/// nowhere.</summary>
public static class SuiteMetrics
{
    public const string FullSpectrumAuroc = "auroc-full-spectrum";
    public const string FullSpectrumFpr95 = "fpr95-full-spectrum";
    public const string FullSpectrumFpr95Id = "fpr95-id-full-spectrum";
    public const string ShapeBias = "shape-bias";

    const string ThresholdOfThreshold =
        "its threshold is estimated from one pooled sample and its rate from another; resampling both for every model and set takes "
        + "longer than a reader waits";

    /// <summary>Metrics that count shifted images as in-distribution.</summary>
    public static IReadOnlyList<string> FullSpectrum { get; } = [FullSpectrumAuroc, FullSpectrumFpr95, FullSpectrumFpr95Id];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Spectrum(
                FullSpectrumAuroc,
                "Full-spectrum AUROC",
                MetricDirection.Higher,
                "AUROC by −ln max softmax over all classes, where the images of the clean dataset and of the suite's shifted sets are "
                    + "in-distribution, as one sample"
            ),
            Spectrum(
                FullSpectrumFpr95,
                "Full-spectrum FPR95, OOD positive",
                MetricDirection.Lower,
                "share of in-distribution images, the suite's shifted ones included, at or above the first −ln max softmax that 95 % of "
                    + "the out-of-distribution images reach"
            ) with
            {
                WhyNoInterval = ThresholdOfThreshold,
            },
            Spectrum(
                FullSpectrumFpr95Id,
                "Full-spectrum FPR95, ID positive",
                MetricDirection.Lower,
                "share of out-of-distribution images accepted at the first −ln max softmax that accepts 95 % of the in-distribution "
                    + "images, the suite's shifted ones included"
            ) with
            {
                WhyNoInterval = ThresholdOfThreshold,
            },
            new()
            {
                Id = ShapeBias,
                Name = "Shape bias",
                Family = MetricFamily.Robustness,
                Direction = MetricDirection.Higher,
                Basis = MetricBasis.Suite,
                Formula =
                    "images called by their shape over images called by their shape or their texture, of those whose two cues show "
                    + "different classes; higher is nearer to people, who have about 0.96 on cue-conflict",
                Source = "Geirhos et al., 2019",
            },
        ];

    static MetricDefinition Spectrum(string id, string name, MetricDirection direction, string formula) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.OpenSet,
            Direction = direction,
            Basis = MetricBasis.Suite,
            Formula = formula,
            Source = "Yang et al., 2023; Zhang et al., OpenOOD v1.5, 2023",
            Content = PredictionContent.TopConfidence,
        };
}
