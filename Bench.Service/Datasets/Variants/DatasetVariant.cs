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

    /// <summary>SHA-256 of the sorted ids of the classes it must have, each ended by a line feed (the form of the authors' own list
    /// files).</summary>
    public string? ClassListHash { get; init; }

    /// <summary>Whether it is scored over the classes it has alone: their logits are taken first, then argmax and softmax.</summary>
    public bool Masked { get; init; }

    /// <summary>Whether its images show none of the classes: folders name what they are mistaken for.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>Corruptions it must have, each at severities 1 to 5, with the same images in every one.</summary>
    public IReadOnlyList<string> Corruptions { get; init; } = [];

    /// <summary>Corruptions it may have in addition, under the same rule.</summary>
    public IReadOnlyList<string> ExtraCorruptions { get; init; } = [];

    /// <summary>Pixels to cut from each side of an image.</summary>
    public int Border { get; init; }

    /// <summary>Whether folders are mapped to classes by a file, many to one.</summary>
    public bool FolderMap { get; init; }

    /// <summary>Whether images are already at the model's size: centre crop only, no resize.</summary>
    public bool CropOnly { get; init; }

    /// <summary>Variant whose accuracy over the same classes its own is paired with.</summary>
    public string? CleanVariant { get; init; }

    /// <summary>Formats of label files that exist for it, besides its own labels.</summary>
    public IReadOnlyList<string> LabelFormats { get; init; } = [];
}
