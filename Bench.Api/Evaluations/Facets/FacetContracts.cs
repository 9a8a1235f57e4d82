using Bench.Api.Doubts;
using Bench.Api.Metrics;

namespace Bench.Api.Evaluations.Facets;

/// <summary>How an evaluation does by properties of the images.</summary>
/// <param name="LabelSet">Key of the label set that says what is right.</param>
/// <param name="N">Images used.</param>
/// <param name="Accuracy">Share of them that is right; null without images.</param>
/// <param name="Tests">Values that were tested, over which p-values are corrected.</param>
/// <param name="Facets">In the order of their sets and columns.</param>
/// <param name="Within">The part of a corruption tree or of films that the numbers are of, such as
/// <c>corruption=fog;severity=3</c>; null for all of it.</param>
/// <param name="Choices">What 'within' may name.</param>
/// <param name="Clustered">Whether several images are of one picture: intervals and p-values then count pictures, not
/// images.</param>
public sealed record FacetAnswer(
    string LabelSet,
    int N,
    double? Accuracy,
    int Tests,
    IReadOnlyList<Facet> Facets,
    string? Within,
    IReadOnlyList<FacetChoice> Choices,
    bool Clustered
) : Doubted;

/// <summary>What folders say of the images of a corruption tree or of films.</summary>
/// <param name="Name">Such as <c>corruption</c>, <c>severity</c> or <c>perturbation</c>.</param>
/// <param name="Values">Names of folders; numbers in ascending order.</param>
public sealed record FacetChoice(string Name, IReadOnlyList<string> Values);

/// <param name="Set">Key of the set.</param>
/// <param name="Facet">Name of the column.</param>
public sealed record FacetName(string Set, string Facet);

/// <param name="Set">Key of the set of facets.</param>
/// <param name="Version">Its version.</param>
/// <param name="Name">Name of the column.</param>
/// <param name="N">Used images that have a value.</param>
/// <param name="Values">In the order of their names; numbers in ascending order.</param>
/// <param name="From">Key of the clean dataset whose pictures the set is about; null for the dataset's own
/// images.</param>
/// <param name="WhyNoFlips">Why films have no flip rates by this facet; null where they have, or there are no
/// films.</param>
public sealed record Facet(string Set, int Version, string Name, int N, IReadOnlyList<FacetRow> Values, string? From, string? WhyNoFlips);

/// <param name="Value">The value, or the bin of numbers.</param>
/// <param name="N">Used images with it.</param>
/// <param name="Accuracy">Share of them that is right; null without images.</param>
/// <param name="CiLow">Lower end of its 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="ErrorRatio">Error rate over that of all images that have a value of the facet; null without
/// errors.</param>
/// <param name="ErrorRatioLow">Lower end of its 95 % interval.</param>
/// <param name="ErrorRatioHigh">Upper end of it.</param>
/// <param name="Ece">Calibration error over these images, 15 bins of equal width; null where confidences are not
/// known.</param>
/// <param name="EceLow">Lower end of its 95 % interval.</param>
/// <param name="EceHigh">Upper end of it.</param>
/// <param name="PValue">That images with another value are equally often right: Fisher's exact one, that of a score
/// test over pictures where several images are of one; null where there are none.</param>
/// <param name="AdjustedPValue">The same, corrected by Holm over all tests of this answer.</param>
/// <param name="Flips">How often the answer changes along films with this value; null where there are no films.</param>
public sealed record FacetRow(
    string Value,
    int N,
    double? Accuracy,
    double? CiLow,
    double? CiHigh,
    double? ErrorRatio,
    double? ErrorRatioLow,
    double? ErrorRatioHigh,
    double? Ece,
    double? EceLow,
    double? EceHigh,
    double? PValue,
    double? AdjustedPValue,
    FacetFlips? Flips
)
{
    /// <summary>Why the error ratio has no interval; null where it has one, and without a ratio.</summary>
    public NoIntervalView? ErrorRatioNoInterval { get; init; }

    /// <summary>Why the calibration error has no interval; null where it has one, and without an error.</summary>
    public NoIntervalView? EceNoInterval { get; init; }
}

/// <param name="Films">Films with the value.</param>
/// <param name="Rate">Mean share of their frames whose best class is another than before.</param>
/// <param name="CiLow">Lower end of its 95 % interval over pictures.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Ratio">Rate over that of all films that have a value; null where nothing flips.</param>
/// <param name="RatioLow">Lower end of its 95 % interval.</param>
/// <param name="RatioHigh">Upper end of it.</param>
/// <param name="PValue">That films with another value flip equally often; null where there are none.</param>
/// <param name="AdjustedPValue">The same, corrected by Holm over all tests of this answer.</param>
public sealed record FacetFlips(
    int Films,
    double? Rate,
    double? CiLow,
    double? CiHigh,
    double? Ratio,
    double? RatioLow,
    double? RatioHigh,
    double? PValue,
    double? AdjustedPValue
)
{
    /// <summary>Why the ratio has no interval; null where it has one, and without a ratio.</summary>
    public NoIntervalView? RatioNoInterval { get; init; }
}
