using Bench.Data.Datasets;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations;

/// <summary>An evaluation's stored predictions as they are scored, for the scorer and for every reader: over the
/// classes of the dataset's mask or over its groups of classes, without pictures that could not be decoded.</summary>
/// <param name="Dataset">The evaluation's dataset.</param>
/// <param name="Manifest">The dataset's images.</param>
/// <param name="Mask">Classes that it is scored over; null for all.</param>
/// <param name="Whole">Predictions over all classes.</param>
/// <param name="Scored">Predictions over the mask's classes or over the groups; null where <paramref name="Whole"/>
/// cannot tell.</param>
/// <param name="WhyNotScored">Why it cannot.</param>
/// <param name="Undecodable">Images left out because they could not be decoded; their rows are zero and mean
/// nothing.</param>
public sealed record ScoredPredictions(
    Dataset Dataset,
    DatasetManifest Manifest,
    ushort[]? Mask,
    Predictions Whole,
    Predictions? Scored,
    string? WhyNotScored,
    IReadOnlyList<int> Undecodable
)
{
    /// <summary>Reason of images whose picture could not be decoded.</summary>
    public const string UndecodableReason = "undecodable";

    /// <summary>Groups of classes that it is scored over; null where it is scored over classes.</summary>
    public ClassGroups? Groups => Manifest.Groups?.Groups;

    /// <summary>Stored labels, without the images that could not be decoded.</summary>
    public GroundTruth Decodable(GroundTruth labels) => labels.Without(Undecodable, UndecodableReason);

    /// <summary>Labels over all classes, without the images that could not be decoded: what <see cref="Whole"/> is held
    /// against.</summary>
    public GroundTruth OverAllClasses(GroundTruth labels) => Groups is null ? Decodable(labels) : Decodable(labels).ToMembers(Groups);

    /// <summary>Labels over the classes or groups that are scored, without the images that could not be decoded: what
    /// <see cref="Scored"/> is held against.</summary>
    public GroundTruth View(GroundTruth labels) => Mask is null ? Decodable(labels) : Decodable(labels).Restrict(Mask);
}
