using Bench.Service.Sharing;

namespace Bench.Service.Datasets.Registry;

/// <param name="Key">Short name: lower-case letters, digits, '.', '_' and '-'.</param>
/// <param name="Variant">A known variant, such as imagenet-val, or custom.</param>
/// <param name="Layout">How the files lie.</param>
/// <param name="Path">Folder or file, relative to the datasets root.</param>
/// <param name="Classes">imagenet-1k (default), from-folders, groups of classes (sixteen-classes, laion-c-classes), or
/// a list of classes or of groups relative to the datasets root.</param>
/// <param name="Clean">Key of the dataset that its numbers are compared with. A known variant is compared with
/// imagenet-val by itself.</param>
/// <param name="Masked">true: scored over the classes it has alone, as imagenet-a is. Only with the variant
/// custom.</param>
/// <param name="OutOfDistribution">true: its images show none of the classes, as those of imagenet-o do. Only with the
/// variant custom.</param>
/// <param name="HeldOutUntil">Until then the labels of half of the images are kept back; then they become the label set
/// held-out. Which images those are hangs on their names.</param>
/// <param name="Ladder">true: of an owner's tries only those are reported that are significantly better than all
/// before, and nothing is told of single images.</param>
/// <param name="Sharing">Who may see it, its labels and every evaluation over it; everybody where it is absent.</param>
public sealed record RegisterDatasetRequest(
    string Key,
    string Variant,
    [property: KnownLayout] string Layout,
    string Path,
    string Classes = "imagenet-1k",
    string? Clean = null,
    bool Masked = false,
    bool OutOfDistribution = false,
    DateTimeOffset? HeldOutUntil = null,
    bool Ladder = false,
    Audience? Sharing = null
);
