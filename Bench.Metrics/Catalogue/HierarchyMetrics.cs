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
            "mean over mistakes of the height of the lowest common ancestor of prediction and label",
            view => view.Mistakes.OverMistakes()
        );
        yield return Define(
            "hierarchical-distance-all",
            "Mistake severity over all images",
            "mean over images of the height of the lowest common ancestor of prediction and label; 0 for a right one",
            view => view.Mistakes.OverAll()
        );
    }

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
