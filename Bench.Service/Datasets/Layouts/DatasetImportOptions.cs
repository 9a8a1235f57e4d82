using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Layouts;

/// <summary>How a dataset is to be read.</summary>
public sealed record DatasetImportOptions
{
    /// <summary>The variant that promises nothing.</summary>
    public const string AnyVariant = "custom";

    /// <summary>One of <c>imagefolder</c>, <c>ilsvrc-flat</c>, <c>imagenet-c</c>, <c>imagenetv2</c>, <c>sequences</c>,
    /// <c>csv</c>, <c>tar</c>, <c>webdataset</c>, <c>parquet</c>.</summary>
    public required string Layout { get; init; }

    /// <summary>Key of a known variant; its counts and classes are verified. <c>custom</c> takes any subset of
    /// anything.</summary>
    public string Variant { get; init; } = AnyVariant;

    /// <summary><c>imagenet-1k</c>, <c>from-folders</c>, or a class list (text, CSV or JSON) relative to
    /// <see cref="DatasetsRoot"/>.</summary>
    public string Classes { get; init; } = ImageNet1kClasses.Key;

    /// <summary>Scored over the classes it has alone, where the variant does not say so already.</summary>
    public bool Masked { get; init; }

    /// <summary>Images of none of the classes: folders and labels that are no class are taken, without a
    /// label.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>Folder that <see cref="Classes"/>, <see cref="List"/> and <see cref="ClassMap"/> are relative
    /// to.</summary>
    public required string DatasetsRoot { get; init; }

    /// <summary>Where archives are unpacked; images of the manifest lie there then. Only archive layouts need it. A
    /// folder belongs to one archive: what lies there whole is not unpacked again.</summary>
    public string? ContentFolder { get; init; }

    /// <summary>List file of the <c>ilsvrc-flat</c> layout; found by convention when null.</summary>
    public string? List { get; init; }

    /// <summary>Map from folders to ImageNet classes for ObjectNet; found by convention when null.</summary>
    public string? ClassMap { get; init; }

    /// <summary>File in which hashes already computed are remembered, so that an import that died goes on where it was;
    /// null for none.</summary>
    public string? Journal { get; init; }

    /// <summary>Files hashed at the same time.</summary>
    public int HashingThreads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Whether the properties of pictures are read with their hashes; not of trees with a picture many
    /// times.</summary>
    public bool Properties { get; init; }

    public UnpackLimits Limits { get; init; } = new();
}
