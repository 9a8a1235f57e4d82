using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Service.Sharing;

namespace Bench.Api.Datasets;

/// <summary>A registered dataset.</summary>
/// <param name="Key">Its name here.</param>
/// <param name="State">importing, ready or failed.</param>
/// <param name="Error">Why the import failed.</param>
/// <param name="Progress">Of the import; null once it has ended.</param>
/// <param name="ImageCount">Images; 0 until it is ready.</param>
/// <param name="ClassCount">Classes that it scores over.</param>
/// <param name="ClassSpaceSize">Width of a model's output.</param>
/// <param name="HasImages">False for a list alone, which takes predictions-only submissions.</param>
/// <param name="Clean">Key of the dataset that its numbers are compared with; null where there is none (yet).</param>
/// <param name="OutOfDistribution">Whether its images show none of the classes.</param>
/// <param name="OracleModelId">Model that oracle-relative robustness is measured against.</param>
/// <param name="HeldOutUntil">Until when the labels of half of its images are kept back; null where all are given from
/// the start.</param>
/// <param name="Ladder">Whether of an owner's tries only those are reported that are significantly better than all
/// before.</param>
/// <param name="Generated">How its pictures are made from another dataset's; null where they are its own.</param>
/// <param name="BoxedImages">Images with boxes of their objects, against which explanations are held.</param>
/// <param name="Checks">What is doubtful about its labels.</param>
/// <param name="ManifestHash">Hash of the image order.</param>
/// <param name="Sharing">Who may see it, its labels and every evaluation over it.</param>
public sealed record DatasetView(
    Guid Id,
    string Key,
    string Variant,
    string Layout,
    string Path,
    string Classes,
    DatasetState State,
    Failure? Error,
    ImportProgress? Progress,
    int ImageCount,
    int ClassCount,
    int ClassSpaceSize,
    bool HasImages,
    string? Clean,
    bool OutOfDistribution,
    Guid? OracleModelId,
    DateTime? HeldOutUntil,
    bool Ladder,
    GenerationRecipe? Generated,
    int BoxedImages,
    IReadOnlyList<Check> Checks,
    string? ManifestHash,
    Audience Sharing,
    string LabelSets,
    DateTime CreatedAt
);

/// <param name="Done">Files looked at.</param>
/// <param name="Total">Files in all; 0 until they are counted.</param>
public sealed record ImportProgress(int Done, int Total);

/// <param name="Dataset">Key of the dataset to compare with; null leaves it to the variant, which compares with
/// imagenet-val or with nothing.</param>
public sealed record CleanRequest(string? Dataset);

/// <param name="ModelId">The model; null for none.</param>
public sealed record OracleRequest(Guid? ModelId);
