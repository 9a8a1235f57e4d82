using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the proper scores.</summary>
static class ProperScoreMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return new()
        {
            Id = "nll",
            Name = "Negative log-likelihood",
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.Lower,
            Maximum = -Math.Log(NegativeLogLikelihood.Floor),
            Formula = "mean of −ln max(p_L, 1e-12), p_L the probability of the image's classes together (of its label, where it has one)",
            Source = "the logarithmic score, Good, 1952",
            Defaults = new Dictionary<string, string> { ["floor"] = "1e-12" },
            Prominence = MetricProminence.Board,
            HubType = "nll",
            Content = PredictionContent.Full,
            Measure = inputs => inputs.Mean(i => NegativeLogLikelihood.Of(inputs.LabelProbability[i])),
        };
        yield return new()
        {
            Id = "brier",
            Name = "Brier score",
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.Lower,
            Maximum = 2,
            Formula = "mean of (1 − p_L)² + Σ_{k∉L} p_k²; with one label this is Σ_k (p_k − y_k)²",
            Source = "Brier, 1950; label sets merged into one outcome",
            Prominence = MetricProminence.Headline,
            HubType = "brier_score",
            Content = PredictionContent.Full,
            Measure = inputs =>
                inputs.Mean(i =>
                    BrierScore.Of(inputs.Scan.SquaredProbabilities[i], inputs.LabelSquaredProbability(i), inputs.LabelProbability[i])
                ),
        };
        yield return TopLabel(
            "brier-top-label",
            "Brier score of the top label",
            MetricDirection.Lower,
            "mean of (c − a)²",
            inputs => inputs.Mean(i => Square((inputs.Correct[i] ? 1.0 : 0.0) - inputs.Scan.Confidence[i]))
        );
        const string parts = " over 15 equal-width bins of top-label confidence";
        yield return TopLabel(
            "brier-reliability",
            "Brier reliability",
            MetricDirection.Lower,
            "Σ_b (n_b / N) · (accuracy_b − confidence_b)²" + parts,
            inputs => inputs.Calibration.Brier(BrierPart.Reliability)
        );
        yield return TopLabel(
            "brier-resolution",
            "Brier resolution",
            MetricDirection.Higher,
            "Σ_b (n_b / N) · (accuracy_b − accuracy)²" + parts,
            inputs => inputs.Calibration.Brier(BrierPart.Resolution)
        );
        yield return TopLabel(
            "brier-uncertainty",
            "Brier uncertainty",
            MetricDirection.None,
            "accuracy · (1 − accuracy)",
            inputs => inputs.Calibration.Brier(BrierPart.Uncertainty)
        );
    }

    static MetricDefinition TopLabel(
        string id,
        string name,
        MetricDirection direction,
        string formula,
        Func<MetricInputs, Estimate> measure
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Calibration,
            Direction = direction,
            Formula = formula,
            Source = "Murphy, 1973",
            Content = PredictionContent.TopConfidence,
            Measure = measure,
        };

    static double Square(double x) => x * x;
}
