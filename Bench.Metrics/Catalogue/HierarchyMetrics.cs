using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Scoring.Views;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the severity of mistakes.</summary>
static class HierarchyMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "hierarchical-distance",
            "Mistake severity",
            "mean over mistakes of the height of the lowest common ancestor of prediction and label; heights "
                + "count over the classes and their ancestors alone",
            view => view.Mistakes.OverMistakes()
        );
        yield return Define(
            "hierarchical-distance-all",
            "Mistake severity over all images",
            "mean over images of the height of the lowest common ancestor of prediction and label; 0 for a right one; heights as above",
            view => view.Mistakes.OverAll()
        );
        yield return Published(
            "hierarchical-distance-as-published",
            "Mistake severity, published heights",
            "mean over mistakes of the published height of the lowest common ancestor of prediction and label, "
                + "which counts in the whole of WordNet",
            view => view.PublishedMistakes.OverMistakes()
        );
        yield return Published(
            "hierarchical-distance-all-as-published",
            "Mistake severity over all images, published heights",
            "mean over images of the published height of the lowest common ancestor of prediction and label; 0 for a right one",
            view => view.PublishedMistakes.OverAll()
        );
    }

    static MetricDefinition Published(string id, string name, string formula, Func<LabelView, Estimate> measure) =>
        Define(id, name, formula, measure) with
        {
            NeedsHierarchy = false,
            NeedsPublishedDistances = true,
        };

    static MetricDefinition Define(string id, string name, string formula, Func<LabelView, Estimate> measure) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Lower,
            Maximum = double.PositiveInfinity,
            Formula = formula,
            Source = "Deng et al., 2010; Bertinetto et al., 2020",
            NeedsHierarchy = true,
            Measure = measure,
        };
}
