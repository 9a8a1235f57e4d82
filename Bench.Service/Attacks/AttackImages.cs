using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Attacks;

/// <summary>Chooses the images of an attack.</summary>
public static class AttackImages
{
    /// <summary>Indices of the images, in the order in which they are attacked.</summary>
    /// <remarks>
    /// Images with exactly one label, one of the mask's classes where the dataset has a mask, in the order of the
    /// SHA-256 of <c>seed:hash</c>, where the hash is that of the file's bytes; the first of them are taken. So a
    /// smaller number is the beginning of a larger one, and neither names nor folders change the choice. Equal files
    /// are in the dataset's order.
    /// </remarks>
    /// <param name="manifest">The dataset's images.</param>
    /// <param name="seed">Gives the order.</param>
    /// <param name="most">How many, at most.</param>
    /// <param name="labelled">Whether labels choose; otherwise all images take part, and the choice tells nothing of
    /// their labels.</param>
    /// <param name="within">[N] whether each image may be chosen; null where all may.</param>
    public static IReadOnlyList<int> Of(
        DatasetManifest manifest,
        long seed,
        int most,
        bool labelled = true,
        IReadOnlyList<bool>? within = null
    ) =>
        [
            .. Enumerable
                .Range(0, manifest.Count)
                .Where(index => within is null || within[index])
                .Where(index => !labelled || HasOneLabel(manifest, index))
                .Select(index => (Index: index, Order: Order(seed, manifest.Images[index].Hash)))
                .OrderBy(each => each.Order, StringComparer.Ordinal)
                .ThenBy(each => each.Index)
                .Take(most)
                .Select(each => each.Index),
        ];

    /// <summary>Whether an image has exactly one label, one of the mask's classes where the dataset has a
    /// mask.</summary>
    public static bool HasOneLabel(DatasetManifest manifest, int index) =>
        manifest.Images[index].Classes is [var only] && (manifest.Mask is not { } mask || mask.Contains(only));

    static string Order(long seed, ContentHash hash) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{hash}"))));
}
