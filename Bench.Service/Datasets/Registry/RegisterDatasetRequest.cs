namespace Bench.Service.Datasets.Registry;

/// <param name="Key">Short name: lower-case letters, digits, '.', '_' and '-'.</param>
/// <param name="Variant">A known variant, such as imagenet-val, or custom.</param>
/// <param name="Layout">How the files lie.</param>
/// <param name="Path">Folder or file, relative to the datasets root.</param>
/// <param name="Classes">imagenet-1k (default), from-folders, groups of classes (sixteen-classes, laion-c-classes), or a list of classes
/// or of groups relative to the datasets root.</param>
/// <param name="Clean">Key of the dataset that its numbers are compared with. A known variant is compared with imagenet-val by
/// itself.</param>
/// <param name="Masked">true: scored over the classes it has alone, as imagenet-a is. Only with the variant custom.</param>
/// <param name="OutOfDistribution">true: its images show none of the classes, as those of imagenet-o do. Only with the variant
/// custom.</param>
public sealed record RegisterDatasetRequest(
    string Key,
    string Variant,
    [property: KnownLayout] string Layout,
    string Path,
    string Classes = "imagenet-1k",
    string? Clean = null,
    bool Masked = false,
    bool OutOfDistribution = false
);
