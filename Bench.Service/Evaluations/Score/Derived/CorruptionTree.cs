using Bench.Metrics.Robustness;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Score.Derived;

/// <summary>Reads corruption, severity and picture off a manifest.</summary>
public static class CorruptionTree
{
    /// <summary>Null when the dataset is no corruption tree.</summary>
    /// <param name="manifest">The dataset.</param>
    /// <param name="clean">Finds images of the clean dataset; null when there is none.</param>
    public static CorruptedImages? Of(DatasetManifest manifest, ImageIndex? clean = null)
    {
        if (manifest.Count == 0 || manifest.Images[0].Facets[ImageNetCLayout.Corruption] is null)
            return null;
        var (corruption, severity, picture) = (new string[manifest.Count], new int[manifest.Count], new int[manifest.Count]);
        var pictures = new Dictionary<string, int>(StringComparer.Ordinal);
        var byName = pictures.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < manifest.Count; i++)
        {
            var image = manifest.Images[i];
            corruption[i] = image.Facets[ImageNetCLayout.Corruption]!;
            severity[i] = image.Facets[ImageNetCLayout.Severity]![0] - '0';
            // Corruption and severity are the first two elements of the path; what follows is the same for every copy.
            var name = image.Path.AsSpan(corruption[i].Length + image.Facets[ImageNetCLayout.Severity]!.Length + 2);
            byName.TryAdd(name, pictures.Count);
            picture[i] = byName[name];
        }
        return new CorruptedImages
        {
            Corruption = corruption,
            Severity = severity,
            Picture = picture,
            Pictures = pictures.Count,
            CleanImage = clean is null ? [] : [.. pictures.OrderBy(pair => pair.Value).Select(pair => Math.Max(-1, clean.Find(pair.Key)))],
        };
    }
}
