using System.Globalization;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Service.Datasets.Registry;

/// <summary>Finds the image that a part of an address means: its place in the dataset's order, its path, or the name
/// that other files know it by.</summary>
public static class ImageLookup
{
    /// <exception cref="RefusalException">No image has that name, or several have; or the dataset is not
    /// ready.</exception>
    public static async Task<int> FindImageAsync(
        this DatasetStore store,
        Dataset dataset,
        string image,
        CancellationToken cancellationToken
    )
    {
        dataset.RequireReady();
        if (dataset.ManifestBlob is null)
            throw Unknown(dataset, image);
        var manifest = await store.ManifestAsync(dataset, cancellationToken);
        // A slash of a path stays encoded in an address, so that it does not end the part.
        var name = image.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var found = manifest.Index.Find(name);
        if (found >= 0)
            return found;
        if (found == ImageIndex.Ambiguous)
            throw RefusalException.Conflict(
                "image-ambiguous",
                $"'{name}' is the name of several images.",
                "Give the whole path in the dataset, or the image's place in its order."
            );
        return int.TryParse(image, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < dataset.ImageCount
            ? place
            : throw Unknown(dataset, name);
    }

    static RefusalException Unknown(Dataset dataset, string image) =>
        RefusalException.NotFound(
            "image",
            "image-not-found",
            image,
            $"Give a path of the dataset, or a place from 0 to {dataset.ImageCount - 1}."
        );
}
