namespace Bench.Api.Evaluations;

/// <summary>How an evaluation does by properties of the images.</summary>
/// <param name="LabelSet">Key of the label set that says what is right.</param>
/// <param name="N">Images used.</param>
/// <param name="Accuracy">Share of them that is right; null without images.</param>
/// <param name="Tests">Values that were tested, over which p-values are corrected.</param>
/// <param name="Facets">In the order of their sets and columns.</param>
public sealed record FacetAnswer(string LabelSet, int N, double? Accuracy, int Tests, IReadOnlyList<Facet> Facets);

/// <param name="Set">Key of the set of facets.</param>
/// <param name="Version">Its version.</param>
/// <param name="Name">Name of the column.</param>
/// <param name="N">Used images that have a value.</param>
/// <param name="Values">In the order of their names; numbers in ascending order.</param>
public sealed record Facet(string Set, int Version, string Name, int N, IReadOnlyList<FacetRow> Values);

/// <param name="Value">The value, or the bin of numbers.</param>
/// <param name="N">Used images with it.</param>
/// <param name="Accuracy">Share of them that is right; null without images.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="ErrorRatio">Error rate over that of all images that have a value of the facet; null without errors.</param>
/// <param name="ErrorRatioLow">Lower end of its 95 % interval.</param>
/// <param name="ErrorRatioHigh">Upper end of it.</param>
/// <param name="Ece">Calibration error over these images, 15 bins of equal width; null where confidences are not known.</param>
/// <param name="EceLow">Lower end of its 95 % interval.</param>
/// <param name="EceHigh">Upper end of it.</param>
/// <param name="PValue">Fisher's exact p-value that images with another value are equally often right; null where there are none.</param>
/// <param name="AdjustedPValue">The same, corrected by Holm over all values of this answer.</param>
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
    double? AdjustedPValue
);
