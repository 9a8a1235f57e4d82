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

    /// <summary>Least images in a row, by the best class alone, whose answers repeat those of an earlier row of images,
    /// with as many different ones among them as the next number says.</summary>
    const int LeastRun = 8;
    const int LeastDifferent = 5;

    /// <param name="topClass">[N, K] ranked classes.</param>
    /// <param name="topLogit">[N, K] their scores.</param>
    /// <param name="head">K.</param>
    /// <param name="classes">C.</param>
    /// <param name="manifest">Whose pictures may be the same.</param>
    public static Check? Of(ReadOnlySpan<ushort> topClass, ReadOnlySpan<float> topLogit, int head, int classes, DatasetManifest manifest)
    {
        if (topLogit.IsEmpty || classes < LeastClasses)
            return null;
        if (head < LeastRanks)
            return OfRuns(topClass, topLogit, head, manifest);
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

    static Check? OfRuns(ReadOnlySpan<ushort> topClass, ReadOnlySpan<float> topLogit, int head, DatasetManifest manifest)
    {
        // By the distance to the image whose answer is the same: where the run began, and which image it holds last.
        var (last, runs) = (new Dictionary<(ushort, float), int>(), new Dictionary<int, (int From, int To)>());
        for (var image = 0; image < manifest.Count; image++)
        {
            var answer = (topClass[image * head], topLogit[image * head]);
            if (last.TryGetValue(answer, out var other))
            {
                var (from, to) = runs.GetValueOrDefault(image - other, (image, -1));
                var run = (From: to == image - 1 ? from : image, To: image);
                runs[image - other] = run;
                if (run.To - run.From + 1 >= LeastRun && Different(topClass, topLogit, head, run) >= LeastDifferent)
                    return Check.Warning(
                        CheckCodes.AnswersRepeated,
                        $"The answers for {LeastRun} images in a row, up to {manifest.Images[image].Path}, are those for as many others, "
                            + $"up to {manifest.Images[other].Path}, to the last bit: rows may have been written twice."
                    );
            }
            last[answer] = image;
        }
        return null;
    }

    static int Different(ReadOnlySpan<ushort> topClass, ReadOnlySpan<float> topLogit, int head, (int From, int To) run)
    {
        var answers = new HashSet<(ushort, float)>();
        for (var image = run.From; image <= run.To; image++)
            answers.Add((topClass[image * head], topLogit[image * head]));
        return answers.Count;
    }
}
