using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Review;

/// <summary>Images whose ranked classes and scores are those of another image, to the last bit.</summary>
static class RepeatedRows
{
    /// <summary>Fewer ranks, or classes, may be alike by chance.</summary>
    const int LeastRanks = 5;
    const int LeastClasses = 10;

    const int LeastRepeated = 2;

    /// <param name="topClass">[N, K] ranked classes.</param>
    /// <param name="topLogit">[N, K] their scores.</param>
    /// <param name="head">K.</param>
    /// <param name="classes">C.</param>
    /// <param name="manifest">Whose pictures may be the same.</param>
    public static Check? Of(ReadOnlySpan<ushort> topClass, ReadOnlySpan<float> topLogit, int head, int classes, DatasetManifest manifest)
    {
        if (topLogit.IsEmpty || head < LeastRanks || classes < LeastClasses)
            return null;
        var first = new Dictionary<UInt128, int>();
        var (repeated, example) = (0, (Image: -1, Other: -1));
        for (var image = 0; image < manifest.Count; image++)
        {
            var hash = new XxHash128();
            hash.Append(MemoryMarshal.AsBytes(topClass.Slice(image * head, head)));
            hash.Append(MemoryMarshal.AsBytes(topLogit.Slice(image * head, head)));
            if (first.TryAdd(hash.GetCurrentHashAsUInt128(), image))
                continue;
            var other = first[hash.GetCurrentHashAsUInt128()];
            // Of a list alone the pictures are not known; names are all different.
            if (manifest.HasPictures && manifest.Images[image].Hash == manifest.Images[other].Hash)
                continue;
            (repeated, example) = (repeated + 1, example.Image < 0 ? (image, other) : example);
        }
        return repeated < LeastRepeated
            ? null
            : Check.Warning(
                CheckCodes.AnswersRepeated,
                $"{repeated:N0} of {manifest.Count:N0} images have the same scores as another one, to the last bit, such as "
                    + $"{manifest.Images[example.Image].Path} as {manifest.Images[example.Other].Path}: rows may have been written "
                    + "twice, or numbers were rounded."
            );
    }
}
