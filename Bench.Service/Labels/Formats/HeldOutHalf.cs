using System.Security.Cryptography;
using System.Text;

namespace Bench.Service.Labels.Formats;

/// <summary>The half of a dataset whose labels are kept back until a date. Which images are in it is public and hangs on their names
/// alone.</summary>
public static class HeldOutHalf
{
    /// <summary>Key and format of the label set that the release makes.</summary>
    public const string Key = "held-out";

    /// <summary>Written in front of every id, so that the half is independent of any other use of the same hash.</summary>
    public const string Salt = "bench-held-out-half-1:";

    /// <summary>Whether an image is in the half: the first bit of SHA-256(salt + id in UTF-8) is set.</summary>
    /// <param name="imageId">The image's key: its file name without folders and extension.</param>
    public static bool Contains(string imageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Salt + imageId), hash);
        return hash[0] >= 0x80;
    }

    /// <summary>The dataset without the labels of this half: what anything may count by until the date.</summary>
    internal static LabelTarget Hidden(LabelTarget target) =>
        new(
            target.Manifest.With([.. target.Manifest.Images.Select(image => Contains(image.Key) ? image with { Classes = [] } : image)]),
            target.ManifestHash,
            target.Outputs
        );

    /// <summary>The dataset's own labels of this half alone.</summary>
    /// <exception cref="LabelSetException">None of its images has a label.</exception>
    public static ImportedLabelSet LabelsOf(LabelTarget target)
    {
        var labels = new LabelsBuilder(target);
        foreach (var image in target.Manifest.Images)
            if (!Contains(image.Key))
                labels.Exclude(ExclusionReasons.NotInSlice);
            else if (image.Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(image.Classes.AsSpan());
        return labels.ToSet(Key, "the layout", new LabelSource(Key));
    }
}
