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
    /// smaller number is the beginning of a larger one, and neither names nor folders change the choice. Of equal files,
    /// as the copies of a picture in a generated dataset are, the second goes by <c>seed:hash:1</c> and so on: else a
    /// few pictures with all their copies would be the beginning.
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
    )
    {
        var copies = new Dictionary<ContentHash, int>();
        return
        [
            .. Enumerable
                .Range(0, manifest.Count)
                .Select(index => (Index: index, manifest.Images[index].Hash, Copy: Copy(manifest.Images[index].Hash)))
                .Where(each => within is null || within[each.Index])
                .Where(each => !labelled || HasOneLabel(manifest, each.Index))
                .Select(each => (each.Index, Order: Order(seed, each.Hash, each.Copy)))
                .OrderBy(each => each.Order, StringComparer.Ordinal)
                .Take(most)
                .Select(each => each.Index),
        ];

        int Copy(ContentHash hash)
        {
            var copy = copies.GetValueOrDefault(hash);
            copies[hash] = copy + 1;
            return copy;
        }
    }

    /// <summary>Whether an image has exactly one label, one of the mask's classes where the dataset has a
    /// mask.</summary>
    public static bool HasOneLabel(DatasetManifest manifest, int index) =>
        manifest.Images[index].Classes is [var only] && (manifest.Mask is not { } mask || mask.Contains(only));

    static string Order(long seed, ContentHash hash, int copy)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}:{hash}");
        if (copy > 0)
            text += string.Create(CultureInfo.InvariantCulture, $":{copy}");
        return Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
