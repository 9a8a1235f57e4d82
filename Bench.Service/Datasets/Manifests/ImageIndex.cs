using System.Runtime.InteropServices;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Finds the images that a name from another file means.</summary>
/// <remarks>A name is first compared with whole paths, then by <see cref="ImageKey"/>. Where several images have the
/// same key (ImageNet-C has each val image 75 times, ImageNet-Sketch has a <c>sketch_0.JPEG</c> in every class) only
/// the whole path is unique.</remarks>
public sealed class ImageIndex
{
    /// <summary>No image has that name.</summary>
    public const int Unknown = -1;

    /// <summary>Several images have that name: the whole path is needed.</summary>
    public const int Ambiguous = -2;

    readonly Dictionary<string, int> _byPath;
    readonly Dictionary<string, int> _byKey;

    public ImageIndex(IReadOnlyList<ManifestImage> images)
    {
        _byPath = new Dictionary<string, int>(images.Count, StringComparer.Ordinal);
        _byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        var byKey = _byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < images.Count; i++)
        {
            _byPath.Add(images[i].Path, i);
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, ImageKey.Of(images[i].Path), out var exists);
            known = exists ? Ambiguous : i;
        }
    }

    /// <summary>Index of the image, <see cref="Unknown"/> or <see cref="Ambiguous"/>.</summary>
    /// <remarks>Where a name has Windows' separators they stand for ours, and a val name may be in small letters or
    /// without its prefix, unless an image is really called so.</remarks>
    public int Find(ReadOnlySpan<char> name)
    {
        var image = FindAsWritten(name);
        if (image == Unknown && name.Contains('\\'))
            image = FindAsWritten(name = name.ToString().Replace('\\', '/'));
        return image == Unknown && ImageKey.UsualSpelling(name) is { } spelling ? FindAsWritten(spelling) : image;
    }

    int FindAsWritten(ReadOnlySpan<char> name) =>
        _byPath.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var image)
        || _byKey.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(ImageKey.Of(name), out image)
            ? image
            : Unknown;
}
