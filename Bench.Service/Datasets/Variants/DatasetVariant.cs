using System.Text.Json.Serialization;

namespace Bench.Service.Datasets.Variants;

/// <summary>A dataset that the field knows by name, with what it must hold and how it is scored.</summary>
public sealed record DatasetVariant
{
    /// <summary>Name in the API.</summary>
    public required string Key { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Layout in which its authors publish it; what an archive of it is unpacked to.</summary>
    public required string Layout { get; init; }

    /// <summary>Images it must have; null when any number will do.</summary>
    public int? Images { get; init; }

    /// <summary>Images each class must have; null when classes differ.</summary>
    public int? ImagesPerClass { get; init; }

    /// <summary>Whether every class of the class space must have images.</summary>
    public bool AllClasses { get; init; }

    /// <summary>Pictures it must have, labelled or not; null when any number will do.</summary>
    public int? Pictures { get; init; }

    /// <summary>SHA-256 of the sorted ids of the classes it must have, each ended by a line feed (the form of the
    /// authors' own list files).</summary>
    [JsonPropertyName("classListSha256")]
    public string? ClassListHash { get; init; }

    /// <summary>Whether it is scored over the classes it has alone: their logits are taken first, then argmax and
    /// softmax.</summary>
    public bool Masked { get; init; }

    /// <summary>Whether its images show none of the classes: folders name what they are mistaken for.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>Corruptions it must have, each at every one of its levels, with the same images in every one; of
    /// sequences, their perturbations.</summary>
    public IReadOnlyList<string> Corruptions { get; init; } = [];

    /// <summary>Corruptions it may have in addition, under the same rule.</summary>
    public IReadOnlyList<string> ExtraCorruptions { get; init; } = [];

    /// <summary>Folders of each corruption's levels, mildest first.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Levels of the corruptions that have their own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> LevelsOf { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Mean error of the model that others are measured against, by corruption; empty where the number is the
    /// mean error.</summary>
    /// <remarks>ImageNet-C's is AlexNet's and known to the metrics.</remarks>
    public IReadOnlyDictionary<string, double> Yardstick { get; init; } = new Dictionary<string, double>();

    /// <summary>Key of a class space, or of groups of classes, that its folders name; ImageNet's classes when
    /// absent.</summary>
    public string? Classes { get; init; }

    /// <summary>Groups of classes that its authors publish as a file; null where they are known by name, or labels mean
    /// classes.</summary>
    public VariantGroups? Groups { get; init; }

    /// <summary>Regular expression of its folders' names, where these say more than a class: its group <c>class</c> is
    /// the class, an id or an index, and its other named groups become facets.</summary>
    public string? FolderPattern { get; init; }

    /// <summary>Pixels to cut from each side of an image.</summary>
    public int Border { get; init; }

    /// <summary>Whether folders are mapped to classes by a file, many to one.</summary>
    public bool FolderMap { get; init; }

    /// <summary>Whether images are already at the model's size: centre crop only, no resize.</summary>
    public bool CropOnly { get; init; }

    /// <summary>Variant whose accuracy over the same classes its own is paired with.</summary>
    [JsonPropertyName("clean")]
    public string? CleanVariant { get; init; }

    /// <summary>Formats of label files that exist for it, in addition to its own labels.</summary>
    public IReadOnlyList<string> LabelFormats { get; init; } = [];

    /// <summary>Citation: authors, year, title.</summary>
    public string? Citation { get; init; }

    /// <summary>Where its authors publish it.</summary>
    public string? Source { get; init; }

    /// <summary>Terms that it is published under.</summary>
    public string? License { get; init; }

    /// <summary>Size of the download.</summary>
    public string? Size { get; init; }

    /// <summary>Advice to read before importing it.</summary>
    public string? Note { get; init; }

    /// <summary>Levels that a corruption must have.</summary>
    public IReadOnlyList<string> LevelsFor(string corruption) => LevelsOf.TryGetValue(corruption, out var own) ? own : Levels;
}
