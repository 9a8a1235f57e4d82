using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;

namespace Bench.Api.Reports;

/// <summary>A model compared with the one it was made from, image by image over one dataset.</summary>
/// <param name="Child">The model that names the other as its parent.</param>
/// <param name="Dataset">Over which both were run.</param>
/// <param name="Difference">Accuracy of the child less that of the parent.</param>
/// <param name="Counts">The child first.</param>
/// <param name="Agreement">Share of images for which both have the same best class, right or wrong; null where
/// predictions are not stored.</param>
internal sealed record FamilyComparison(
    RelatedModel Parent,
    RelatedModel Child,
    string Dataset,
    string LabelSet,
    PairedDifference Difference,
    PairedCounts Counts,
    double? Agreement
)
{
    /// <summary>Doubts about the numbers of either.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>Share of images that are right with one and wrong with the other.</summary>
    public double Flips =>
        (double)(Counts.OnlyFirst + Counts.OnlySecond) / (Counts.OnlyFirst + Counts.OnlySecond + Counts.BothRight + Counts.BothWrong);
}
