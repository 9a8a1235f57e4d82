using Bench.Data.Outcomes;
using Bench.Imaging.Properties;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Datasets.Import;

/// <summary>The result of an import.</summary>
/// <param name="Manifest">The images in order.</param>
/// <param name="Classes">The classes that a model's outputs mean; its labels mean them too, or groups of them (<see
/// cref="DatasetManifest.Groups"/>).</param>
/// <param name="ContentRoot">Folder that image paths are relative to; null when the dataset has no pictures.</param>
public sealed record ImportedDataset(DatasetManifest Manifest, ClassSpace Classes, string? ContentRoot)
{
    /// <summary>Doubts about the labels.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>[N] properties of each picture, null of those that cannot be decoded; empty where they were not
    /// read.</summary>
    public IReadOnlyList<ImageProperties?> Properties { get; init; } = [];
}
