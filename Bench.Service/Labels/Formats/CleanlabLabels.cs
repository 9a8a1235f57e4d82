using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Cleanlab's reviews of val labels, five votes each, of which three decide: <c>cleanlab-fixed</c>,
/// <c>cleanlab-pruned</c> and <c>cleanlab-set</c>.</summary>
/// <remarks>
/// Source: Northcutt et al., "Pervasive label errors in test sets", 2021. Images that nobody reviewed keep their label
/// in all three. <c>fixed</c>: where "guessed" won, the label is replaced; everything else keeps its label.
/// <c>pruned</c>: as fixed, and "neither" and images without a majority are left out.
/// <c>set</c>: as pruned, and "both" accepts the two labels. Each carries the columns <c>verdict</c> and <c>guessed</c>
/// (a class index) of the reviewed images. Images are found by their number; reviews of images that the dataset does
/// not have are counted as unmatched.
/// </remarks>
static class CleanlabLabels
{
    public const string Fixed = "cleanlab-fixed";
    public const string Pruned = "cleanlab-pruned";
    public const string Set = "cleanlab-set";

    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, LabelTarget target)
    {
        target.RequireImageNetClasses(LabelFormats.CleanlabMTurk);
        var reviews = CleanlabReader.Read(file);
        var images = target.Manifest.Images;
        var (found, disagreeing, matched) = (new CleanlabReview?[images.Count], new FirstTen(), new HashSet<int>());
        for (var i = 0; i < images.Count; i++)
        {
            if (ImageKey.ValNumber(images[i].Path) is not { } number || !reviews.TryGetValue(number, out var review))
                continue;
            found[i] = review;
            matched.Add(number);
            if (images[i].OriginalClass is { } original && original != review.Given)
                disagreeing.Add($"{images[i].Key} ({original}, reviewed as {review.Given})");
        }
        if (disagreeing.Any)
            throw new LabelSetException(
                LabelSetCodes.OtherDataset,
                $"the original labels of {Counted.Of(disagreeing.Count, "image")} are not those that were reviewed: {disagreeing}. Is the "
                    + "class order right?"
            );
        if (matched.Count == 0)
            throw new LabelSetException(
                LabelSetCodes.OtherDataset,
                $"{file.Name} reviews none of the {Counted.Of(images.Count, "image")} of the dataset. Is it for another dataset?"
            );

        LabelColumn[] columns =
        [
            LabelColumn.Create("verdict", [.. found.Select(r => r?.Verdict)]),
            LabelColumn.Create("guessed", [.. found.Select(r => r is { } review ? $"{review.Guessed}" : null)]),
        ];
        return
        [
            .. new[] { Fixed, Pruned, Set }.Select(key =>
                Build(target, found, key).ToSet(key, file) with
                {
                    Columns = columns,
                    Unmatched = reviews.Count - matched.Count,
                }
            ),
        ];
    }

    static LabelsBuilder Build(LabelTarget target, CleanlabReview?[] found, string key)
    {
        var labels = new LabelsBuilder(target);
        for (var i = 0; i < target.Manifest.Count; i++)
        {
            var original = target.Manifest.Images[i].OriginalClass;
            if (found[i] is not { } review)
            {
                if (original is { } label)
                    labels.Use([(ushort)label]);
                else
                    labels.Exclude(ExclusionReasons.NoLabel);
            }
            else if (review.Verdict == "guessed")
                labels.Use([review.Guessed]);
            else if (key != Fixed && review.Verdict is (ExclusionReasons.Neither or ExclusionReasons.NoMajority))
                labels.Exclude(review.Verdict);
            else if (key == Set && review.Verdict == "both")
                labels.Use([review.Given, review.Guessed]);
            else
                labels.Use([review.Given]);
        }
        return labels;
    }
}
