using Bench.Metrics.Accuracy;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the accuracy family.</summary>
public static class AccuracyMetrics
{
    public const string Top1 = "top1";

    internal static IEnumerable<MetricDefinition> All() =>
        [.. ((int[])[1, 2, 3, 5, 10]).Select(TopK), WeightedTop1, .. ClassMeanMetrics.All()];

    static MetricDefinition WeightedTop1 =>
        new()
        {
            Id = "weighted-top1",
            Name = "Top-1, weighted",
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Higher,
            Formula = "Σ w·[best class acceptable] / Σ w over used images, w the weight that the label set gives the image",
            Source = "importance-weighted accuracy; weights are the label set's own",
            NeedsWeights = true,
            Measure = inputs => inputs.WeightedMean(i => inputs.Correct[i] ? 1 : 0),
        };

    static MetricDefinition TopK(int k) =>
        new()
        {
            Id = $"top{k}",
            Name = $"Top-{k}",
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Higher,
            Formula =
                "share of used images "
                + (k == 1 ? "whose best class is an acceptable one" : $"with an acceptable class among the {k} best")
                + "; equal logits rank the lower class index first",
            Source = "Russakovsky et al., 2015; with label sets Beyer et al., 2020",
            Defaults = new Dictionary<string, string> { ["k"] = $"{k}" },
            Prominence = k is 1 or 5 ? MetricProminence.Board : MetricProminence.Detail,
            HubType = k switch
            {
                1 => "accuracy",
                5 => "top5-accuracy",
                _ => null,
            },
            Ranks = k,
            Measure = inputs => inputs.Proportion(i => TopKAccuracy.IsHit(inputs.Predictions, inputs.Labels, i, k)),
        };
}
