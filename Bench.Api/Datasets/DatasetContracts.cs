using System.ComponentModel.DataAnnotations;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Service.Datasets;

namespace Bench.Api.Datasets;

/// <param name="Key">Short name: lower-case letters, digits, '.', '_' and '-'.</param>
/// <param name="Variant">A known variant, such as imagenet-val, or custom.</param>
/// <param name="Layout">How the files lie: imagefolder, ilsvrc-flat, imagenet-c, imagenetv2, csv, tar, webdataset or parquet.</param>
/// <param name="Path">Folder or file, relative to the datasets root.</param>
/// <param name="Classes">imagenet-1k (default), from-folders, or a class list relative to the datasets root.</param>
/// <param name="Clean">Key of the dataset that its numbers are compared with. A known variant is compared with imagenet-val by
/// itself.</param>
/// <param name="Masked">true: scored over the classes it has alone, as imagenet-a is. Only with the variant custom.</param>
/// <param name="OutOfDistribution">true: its images show none of the classes, as those of imagenet-o do. Only with the variant
/// custom.</param>
public sealed record RegisterDatasetRequest(
    string Key,
    string Variant,
    [property: AllowedValues(
        LayoutIds.ImageFolder,
        LayoutIds.IlsvrcFlat,
        LayoutIds.ImageNetC,
        LayoutIds.ImageNetV2,
        LayoutIds.Csv,
        LayoutIds.Tar,
        LayoutIds.WebDataset,
        LayoutIds.Parquet
    )]
        string Layout,
    string Path,
    string Classes = "imagenet-1k",
    string? Clean = null,
    bool Masked = false,
    bool OutOfDistribution = false
);

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
/// <param name="Checks">What is doubtful about its labels.</param>
/// <param name="ManifestHash">Hash of the image order.</param>
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
    IReadOnlyList<Check> Checks,
    string? ManifestHash,
    string LabelSets,
    DateTime CreatedAt
);

/// <param name="Done">Files looked at.</param>
/// <param name="Total">Files in all; 0 until they are counted.</param>
public sealed record ImportProgress(int Done, int Total);

/// <param name="ModelId">The model; null for none.</param>
public sealed record OracleRequest(Guid? ModelId);
