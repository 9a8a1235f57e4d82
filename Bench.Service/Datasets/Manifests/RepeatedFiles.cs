using Bench.Metrics.Clustered;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Images of a dataset that are one file, byte for byte.</summary>
public sealed class RepeatedFiles
{
    /// <summary>A share of the images with the bytes of another one from which on they are many; sets of photographs
    /// have a few.</summary>
    const double Many = 0.05;

    readonly int[] _of;
    readonly int _files;

    /// <param name="images">With their hashes.</param>
    public RepeatedFiles(IReadOnlyList<ManifestImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var files = new Dictionary<ContentHash, int>(images.Count);
        _of = new int[images.Count];
        for (var image = 0; image < _of.Length; image++)
        {
            files.TryAdd(images[image].Hash, files.Count);
            _of[image] = files[images[image].Hash];
        }
        _files = files.Count;
    }

    /// <summary>Images that are the same file as an earlier one.</summary>
    public int Count => _of.Length - _files;

    /// <summary>Whether they are so many that they are to be counted as one picture.</summary>
    public bool AreMany => Count > 1 && Count >= Many * _of.Length;

    /// <summary>[N] file of each image, 0, 1, … in the order in which they are met.</summary>
    public IReadOnlyList<int> Of => _of;

    /// <summary>The images of each file.</summary>
    public Clusters Pictures => new(_of, _files);
}
