using Bench.Api.Doubts;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Accuracy of an evaluation by groups of images.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="N">Images used.</param>
/// <param name="ByLabelCount">By how many acceptable classes an image has, ascending.</param>
/// <param name="SubsetMean">Unweighted mean over those groups of the subset accuracy (Anzaku et al.); null when it is
/// not known of one.</param>
/// <param name="ByClass">By groups of classes, in the order asked for; an image counts for its single label, or its
/// original class.</param>
public sealed record Subgroups(
    string LabelSet,
    int N,
    IReadOnlyList<Subgroup> ByLabelCount,
    double? SubsetMean,
    IReadOnlyList<Subgroup> ByClass
) : Doubted;

/// <param name="Name">Number of labels, or name of the class group.</param>
/// <param name="N">Images of the group.</param>
/// <param name="Top1">Share whose best class is acceptable; null without images.</param>
/// <param name="CiLow">Lower end of the 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Subset">Share whose k best classes are exactly their k labels; null without images, or where fewer
/// classes are ranked than an image has labels.</param>
/// <param name="SubsetCiLow">Lower end of the 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="SubsetCiHigh">Upper end of it.</param>
public sealed record Subgroup(
    string Name,
    int N,
    double? Top1,
    double? CiLow,
    double? CiHigh,
    double? Subset,
    double? SubsetCiLow,
    double? SubsetCiHigh
);
