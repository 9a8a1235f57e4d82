using Bench.Metrics.Predicted;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of images that show a spurious feature of a class and not the class.</summary>
public static class SpuriousMetrics
{
    public const string Precision = "spurious-score";
    public const string Auroc = "spurious-auroc";

    /// <summary>Why predictions of the best classes alone do not do.</summary>
    public const string NeedsEveryLogit = "needs every logit of each image here and on the clean dataset; some carry the best classes only";

    /// <summary>Both ids.</summary>
    public static IReadOnlyList<string> Ids { get; } = [Precision, Auroc];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Define(
                Precision,
                "Spurious score",
                "mean over classes of the average precision (steps) of telling the clean images of a class from images of its spurious "
                    + "features by the probability of the class, clean images as positive: what the authors' spurious_score.py computes"
            ),
            Define(
                Auroc,
                "Spurious AUROC",
                "mean over classes of the share of pairs of a clean image of a class and an image of its spurious features in which the "
                    + "former has the higher probability of the class; ties count half"
            ),
        ];

    static MetricDefinition Define(string id, string name, string formula) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.OpenSet,
            Direction = MetricDirection.Higher,
            Formula = formula,
            Source = "Neuhaus et al., Spurious Features Everywhere, 2023",
            Content = PredictionContent.Full,
            Basis = MetricBasis.CleanEvaluation,
        };
}
