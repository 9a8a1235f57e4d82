namespace Bench.Metrics.Accuracy;

/// <summary>Catalogue entries of the accuracy family.</summary>
static class AccuracyMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        foreach (var k in (int[])[1, 2, 3, 5, 10]) yield return TopK(k);
        yield return new()
        {
            Id = "macro-top1",
            Name = "Mean per-class top-1",
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Higher,
            Formula = "mean over classes with at least one used image of the share of the class's images whose best class is acceptable; "
                + "an image is filed under its single label, or its original class where the view has several",
            Source = "the mean per-class accuracy of transfer benchmarks; Vasudevan et al., 2022, for label sets",
            Labels = LabelNeed.ClassOfImage,
            Measure = view => new(ClassAccuracy.Macro(view.ClassOfImage, view.Correct, view.ClassCount), view.N) { Replicated = view.ClassMeans },
        };
        yield return new()
        {
            Id = "worst-class-top1",
            Name = "Worst class top-1",
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Higher,
            Formula = "minimum over classes with at least one used image of the share of the class's images whose best class is acceptable",
            Source = "worst-group accuracy, Sagawa et al., 2020",
            Labels = LabelNeed.ClassOfImage,
            Measure = view => new(ClassAccuracy.Worst(view.ClassOfImage, view.Correct, view.ClassCount), view.N)
            {
                Replicated = view.ClassMeans,
                Output = 1,
            },
        };
    }

    static MetricDefinition TopK(int k) => new()
    {
        Id = $"top{k}",
        Name = $"Top-{k}",
        Family = MetricFamily.Accuracy,
        Direction = MetricDirection.Higher,
        Formula = $"share of used images with an acceptable class among the {k} best; equal logits rank the lower class index first",
        Source = "Russakovsky et al., 2015; with label sets: Beyer et al., 2020",
        Defaults = new Dictionary<string, string> { ["k"] = $"{k}" },
        Ranks = k,
        Measure = view => view.Proportion(i => TopKAccuracy.IsHit(view.Predictions, view.Labels, i, k)),
    };
}
