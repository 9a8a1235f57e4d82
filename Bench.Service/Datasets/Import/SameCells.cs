using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Datasets.Import;

/// <summary>Corruptions or levels of a tree that are another one's files: an archive that was unpacked twice, say.
/// Single pictures may be alike, and most of them are not.</summary>
static class SameCells
{
    /// <summary>Share of a cell's files that are another cell's.</summary>
    const double Most = 0.5;
    const int Least = 3;

    /// <summary>Files that are looked at; of more, those whose hashes end alike, which are the same ones in every
    /// cell.</summary>
    const int LookedAt = 1 << 18;

    /// <param name="images">With their hashes and facets.</param>
    public static Check? Of(IReadOnlyList<ManifestImage> images)
    {
        var step = (images.Count + LookedAt - 1) / LookedAt;
        var first = new Dictionary<ContentHash, FacetSet>();
        var (looked, same) = (new Dictionary<FacetSet, int>(), new Dictionary<(FacetSet Cell, FacetSet Other), int>());
        foreach (var image in images)
        {
            if ((uint)image.Hash.GetHashCode() % step != 0)
                continue;
            looked[image.Facets] = looked.GetValueOrDefault(image.Facets) + 1;
            if (!first.TryAdd(image.Hash, image.Facets) && first[image.Hash] is var other && other != image.Facets)
                same[(image.Facets, other)] = same.GetValueOrDefault((image.Facets, other)) + 1;
        }
        var copied = same.Where(pair => pair.Value >= Math.Max(Least, Most * looked[pair.Key.Cell])).Select(pair => pair.Key).ToList();
        return copied.Count == 0
            ? null
            : Check.Warning(
                CheckCodes.PicturesRepeated,
                $"{copied.DistinctBy(pair => pair.Cell).Count():N0} of {looked.Count:N0} corruptions at a level have the files of another "
                    + $"one, such as {copied[0].Cell} those of {copied[0].Other}: they count twice, and what is missing does not."
            );
    }
}
