namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of a model compared with the one it was made from (quantised, pruned,
/// distilled).</summary>
public static class ParentMetrics
{
    public const string Agreement = "parent-agreement";
    public const string Flips = "parent-flips";
    public const string NegativeFlips = "parent-negative-flips";
    public const string PositiveFlips = "parent-positive-flips";

    public static IReadOnlyList<string> Ids { get; } = [Agreement, Flips, NegativeFlips, PositiveFlips];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Define(
                Agreement,
                "Agreement with the parent",
                MetricDirection.Higher,
                "share of used images with the same best class as the parent's",
                "Hooker et al., 2019"
            ),
            Define(
                Flips,
                "Flips from the parent",
                MetricDirection.Lower,
                "share of used images on which exactly one of the two is right",
                "Dutta et al., Accuracy is not all you need, 2024"
            ),
            Define(
                NegativeFlips,
                "Negative flips",
                MetricDirection.Lower,
                "share of used images that the parent gets right and this model wrong",
                "Yan et al., Positive-congruent training, 2021"
            ),
            Define(
                PositiveFlips,
                "Positive flips",
                MetricDirection.Higher,
                "share of used images that the parent gets wrong and this model right",
                "Yan et al., Positive-congruent training, 2021"
            ),
        ];

    static MetricDefinition Define(string id, string name, MetricDirection direction, string formula, string source) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Comparison,
            Direction = direction,
            Basis = MetricBasis.ParentEvaluation,
            Formula =
                $"{formula}; the parent is the model's declared one, by its newest completed evaluation over the same dataset, "
                + "under the same preprocessing where there is one",
            Source = source,
        };
}
