using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Files of a dataset that are one picture, byte for byte: it counts several times, and under two labels one
/// of them is wrong.</summary>
static class SamePictures
{
    /// <summary>A share of the images with the bytes of one that has another label from which on labels contradict each
    /// other.</summary>
    const double Contradicting = 0.01;

    /// <param name="images">With their hashes.</param>
    /// <returns>A note of the first that contradict each other, a warning where they are many; null where all is
    /// well.</returns>
    public static Check? Of(IReadOnlyList<ManifestImage> images)
    {
        var (repeated, first) = (new RepeatedFiles(images), new Dictionary<int, int>());
        var (contradicting, example) = (0, (Image: -1, Other: -1));
        for (var image = 0; image < images.Count; image++)
        {
            if (first.TryAdd(repeated.Of[image], image))
                continue;
            var other = first[repeated.Of[image]];
            var differs = !images[image].Classes.AsSpan().SequenceEqual(images[other].Classes.AsSpan());
            if (example.Image < 0 || (differs && contradicting == 0))
                example = (image, other);
            contradicting += differs ? 1 : 0;
        }
        if (contradicting == 0 && !repeated.AreMany)
            return null;
        var message =
            $"{Counted.Of(repeated.Count, "image is", "images are")} the same file as another one, such as "
            + $"{FirstTen.Printable(images[example.Image].Path)} and {FirstTen.Printable(images[example.Other].Path)}"
            + (contradicting > 0 ? $", and {Counted.Of(contradicting, "of them has", "of them have")} another label" : "")
            + (
                repeated.AreMany
                    ? ": such pictures count several times in every number, and once in its interval."
                    : ": such pictures count several times, and are no independent images."
            );
        return repeated.AreMany || contradicting >= Contradicting * images.Count
            ? Check.Warning(CheckCodes.PicturesRepeated, message)
            : Check.Note(CheckCodes.PicturesRepeated, message);
    }
}
