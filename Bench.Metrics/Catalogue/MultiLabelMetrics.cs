using Bench.Metrics.MultiLabel;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the multi-label family.</summary>
static class MultiLabelMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "multilabel-accuracy",
            "Multi-label accuracy",
            "mean over the original classes of the share of the class's images whose best class is correct or unclear",
            "Shankar et al., 2020; Vasudevan et al., 2022",
            inputs => inputs.OriginalClassMean()
        ) with
        {
            Version = 3,
            Labels = LabelNeed.OriginalClass,
            WithOneLabel = "macro-top1",
            Prominence = MetricProminence.Headline,
        };
        yield return Define(
            "multilabel-accuracy-micro",
            "Multi-label accuracy, over images",
            "share of images whose best class is correct or unclear",
            "Vasudevan et al., 2022",
            inputs => inputs.Proportion(i => inputs.Correct[i])
        ) with
        {
            WithOneLabel = AccuracyMetrics.Top1,
        };
        yield return Define(
            "multilabel-subset",
            "Subset accuracy by label count",
            "unweighted mean, over the label counts k that occur, of the share of images with k labels whose k best classes are "
                + "exactly those",
            "Anzaku et al., Re-assessing ImageNet",
            inputs => inputs.SubsetMean()
        ) with
        {
            Version = 3,
            RanksEveryLabel = true,
            WithOneLabel = AccuracyMetrics.Top1,
            Prominence = MetricProminence.Report,
        };
        yield return Define(
            "jaccard",
            "Jaccard index",
            "mean of |best_k ∩ L| / |best_k ∪ L|, k = |L|",
            "Jaccard, 1901",
            inputs => inputs.Mean(i => LabelSetOverlap.Jaccard(inputs.Predictions, inputs.Labels, i))
        ) with
        {
            RanksEveryLabel = true,
            WithOneLabel = AccuracyMetrics.Top1,
        };
        foreach (var (id, name) in new[] { ("set-precision", "Set precision"), ("set-recall", "Set recall"), ("set-f1", "Set F1") })
            yield return Define(
                id,
                name,
                "mean of |best_k ∩ L| / k, k = |L|; precision, recall and F1 are the same number at this k",
                "Godbole and Sarawagi, 2004",
                inputs => inputs.SetRecall
            ) with
            {
                RanksEveryLabel = true,
                WithOneLabel = AccuracyMetrics.Top1,
            };
        yield return Define(
            "mean-average-precision",
            "Mean average precision",
            "mean over images of (1 / |L|) Σ_{c∈L} (labels ranked at or above c) / (rank of c); with one label the mean reciprocal rank",
            "Schapire and Singer, 2000 (label ranking average precision)",
            RankingPrecision
        ) with
        {
            Content = PredictionContent.Full,
            Prominence = MetricProminence.Report,
        };
    }

    static Estimate RankingPrecision(MetricInputs inputs)
    {
        var scratch = new float[inputs.Predictions.Classes];
        return inputs.Mean(i => LabelRankingPrecision.Of(inputs.Predictions, inputs.Labels, i, scratch));
    }

    static MetricDefinition Define(string id, string name, string formula, string source, Func<MetricInputs, Estimate> measure) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.MultiLabel,
            Direction = MetricDirection.Higher,
            Formula = formula,
            Source = source,
            Measure = measure,
        };
}
