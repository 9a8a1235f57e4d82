using Bench.Data.Datasets;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>An evaluation whose own scores are known, to be compared with others.</summary>
/// <param name="Dataset">Its dataset.</param>
/// <param name="Manifest">The dataset's images.</param>
/// <param name="Tree">What was done to each image of a corruption tree; null for any other dataset.</param>
/// <param name="Mask">Classes that it is scored over; null for all.</param>
/// <param name="Groups">Groups of classes that it is scored over; null for classes.</param>
/// <param name="Whole">Predictions over all classes.</param>
/// <param name="Scored">Predictions over the mask's classes or over the groups; null where <paramref name="Whole"/>
/// cannot tell.</param>
/// <param name="WhyNotScored">Why it cannot.</param>
/// <param name="Undecodable">Images left out because they could not be decoded.</param>
/// <param name="Options">How it is scored.</param>
public sealed record DerivedSubject(
    Dataset Dataset,
    DatasetManifest Manifest,
    CorruptedImages? Tree,
    ushort[]? Mask,
    ClassGroups? Groups,
    Predictions Whole,
    Predictions? Scored,
    string? WhyNotScored,
    IReadOnlyList<int> Undecodable,
    ScoringOptions Options
)
{
    /// <summary>Images that follow one another; null where they do not.</summary>
    public FrameSequences? Sequences { get; init; }

    /// <summary>Why the clean evaluation that there is cannot be read; null where it can, or there is none.</summary>
    public string? CleanDamage { get; init; }
}
