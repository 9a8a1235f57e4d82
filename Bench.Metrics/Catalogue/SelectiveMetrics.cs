using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of confidence ranking.</summary>
static class SelectiveMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "aurc",
            "Area under the risk-coverage curve",
            MetricDirection.Lower,
            "(1 / N) Σ_k error rate over the k most confident images",
            "Geifman and El-Yaniv, 2017",
            SelectionNumber.Aurc
        ) with
        {
            Prominence = MetricProminence.Headline,
        };
        yield return Define(
            "e-aurc",
            "Excess AURC",
            MetricDirection.Lower,
            "aurc less that of a perfect ranking with the same errors",
            "Geifman, Uziel and El-Yaniv, 2019",
            SelectionNumber.ExcessAurc
        );
        yield return Define(
            "auroc-correctness",
            "AUROC of confidence for correctness",
            MetricDirection.Higher,
            "the chance that a right image is more confident than a wrong one; ties count half",
            "Hendrycks and Gimpel, 2017",
            SelectionNumber.Auroc
        ) with
        {
            Prominence = MetricProminence.Report,
        };
        yield return Define(
            "aurra",
            "Area under the response rate accuracy curve",
            MetricDirection.Higher,
            "(1 / N) Σ_k accuracy over the k most confident images",
            "Hendrycks et al., 2021",
            SelectionNumber.Aurra
        );
    }

    static MetricDefinition Define(
        string id,
        string name,
        MetricDirection direction,
        string formula,
        string source,
        SelectionNumber number
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Confidence,
            Direction = direction,
            Formula = formula,
            Source = source,
            Content = PredictionContent.TopConfidence,
            Measure = inputs => inputs.Calibration.Selection(number),
        };
}
