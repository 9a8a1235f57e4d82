using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Files of a dataset that are one picture, byte for byte: it counts several times, and under two labels one
/// of them is wrong.</summary>
static class SamePictures
{
    /// <summary>A share of the images with the bytes of another one from which on they are many; sets of photographs
    /// have a few.</summary>
    const double Many = 0.05;

    /// <summary>A share of the images with the bytes of one that has another label from which on labels contradict each
    /// other.</summary>
    const double Contradicting = 0.01;

    /// <param name="images">With their hashes.</param>
    /// <returns>A note of the first that contradict each other, a warning where they are many; null where all is
    /// well.</returns>
    public static Check? Of(IReadOnlyList<ManifestImage> images)
    {
        var first = new Dictionary<ContentHash, int>(images.Count);
        var (same, contradicting, example) = (0, 0, (Image: -1, Other: -1));
        for (var image = 0; image < images.Count; image++)
        {
            if (first.TryAdd(images[image].Hash, image))
                continue;
            same++;
            var other = first[images[image].Hash];
            var differs = !images[image].Classes.AsSpan().SequenceEqual(images[other].Classes.AsSpan());
            if (example.Image < 0 || (differs && contradicting == 0))
                example = (image, other);
            contradicting += differs ? 1 : 0;
        }
        var isMany = same >= Many * images.Count && same > 1;
        if (contradicting == 0 && !isMany)
            return null;
        var message =
            $"{Counted.Of(same, "image is", "images are")} the same file as another one, such as "
            + $"{FirstTen.Printable(images[example.Image].Path)} and {FirstTen.Printable(images[example.Other].Path)}"
            + (contradicting > 0 ? $", and {Counted.Of(contradicting, "of them has", "of them have")} another label" : "")
            + ": such pictures count several times, and are no independent images.";
        return isMany || contradicting >= Contradicting * images.Count
            ? Check.Warning(CheckCodes.PicturesRepeated, message)
            : Check.Note(CheckCodes.PicturesRepeated, message);
    }
}
