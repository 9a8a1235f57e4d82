using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

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
            inputs => inputs.Mistakes.OverMistakes()
        );
        yield return Define(
            "hierarchical-distance-all",
            "Mistake severity over all images",
            "mean over images of the height of the lowest common ancestor of prediction and label; 0 for a right one; heights as above",
            inputs => inputs.Mistakes.OverAll()
        );
        yield return Published(
            "hierarchical-distance-as-published",
            "Mistake severity, published heights",
            "mean over mistakes of the published height of the lowest common ancestor of prediction and label, "
                + "which counts in the whole of WordNet",
            inputs => inputs.PublishedMistakes.OverMistakes()
        );
        yield return Published(
            "hierarchical-distance-all-as-published",
            "Mistake severity over all images, published heights",
            "mean over images of the published height of the lowest common ancestor of prediction and label; 0 for a right one",
            inputs => inputs.PublishedMistakes.OverAll()
        );
    }

    static MetricDefinition Published(string id, string name, string formula, Func<MetricInputs, Estimate> measure) =>
        Define(id, name, formula, measure) with
        {
            NeedsHierarchy = false,
            NeedsPublishedDistances = true,
        };

    static MetricDefinition Define(string id, string name, string formula, Func<MetricInputs, Estimate> measure) =>
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
