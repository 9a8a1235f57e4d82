using System.Collections.Immutable;

namespace Bench.Service.Datasets.Manifests;

/// <summary>One image of a dataset.</summary>
/// <param name="Path">Path relative to the content folder with '/' separators; of a dataset without pictures, the
/// image's name.</param>
/// <param name="Size">Bytes of the file; 0 without pictures.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Classes">The dataset's own label: none, one class, or several where the variant maps many classes to
/// one (ObjectNet).</param>
/// <param name="Facets">Subset, corruption, severity and the like.</param>
public readonly record struct ManifestImage(string Path, long Size, ContentHash Hash, ImmutableArray<ushort> Classes, FacetSet Facets)
{
    /// <summary>The (first) class, or null.</summary>
    public int? OriginalClass => Classes.IsEmpty ? null : Classes[0];

    /// <summary>Name of the image in other files: see <see cref="ImageKey"/>.</summary>
    public string Key => ImageKey.Of(Path).ToString();
}
