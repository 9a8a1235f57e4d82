using System.Globalization;
using Bench.Metrics.Clustered;
using Bench.Metrics.MultiLabel;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Accuracy by number of labels and by groups of classes.</summary>
internal sealed class SubgroupReader(ScoredEvaluations evaluations)
{
    /// <exception cref="RefusalException">There is no such evaluation or label set, a group is not one, or images have
    /// no class to be filed under.</exception>
    public async Task<Subgroups> ReadAsync(
        Guid evaluation,
        string? labelSet,
        IReadOnlyList<string> groups,
        CancellationToken cancellationToken
    )
    {
        var scored = await evaluations.LoadAsync(evaluation, labelSet, cancellationToken);
        var wanted = ClassGroup.Parse(scored.Classes, groups);
        var labels = scored.Labels;
        if (groups.Count > 0 && !labels.SingleLabel && labels.OriginalClass.IsEmpty)
            throw RefusalException.Conflict(
                "class-of-image-missing",
                "The label set has several labels for some images and no original class, so an image belongs to no one group.",
                "Ask without groups, or under another label set."
            );
        var images = Enumerable.Range(0, scored.Used.Count).Where(image => scored.Used[image]).ToList();
        var counts = images
            .GroupBy(image => labels.Of(image).Length)
            .OrderBy(same => same.Key)
            .Select(same => Group(scored, same.Key.ToString(CultureInfo.InvariantCulture), [.. same]))
            .ToList();
        var byClass =
            !labels.SingleLabel && labels.OriginalClass.IsEmpty
                ? []
                : wanted.Select(group =>
                    Group(
                        scored,
                        group.Name,
                        images.FindAll(image => group.Classes.Contains(OriginalIndex(scored, labels.FiledUnder(image))))
                    )
                );
        return new Subgroups(
            labelSet ?? Service.Labels.Formats.LabelFormats.Original,
            images.Count,
            counts,
            counts.Count > 0 && counts.TrueForAll(group => group.Subset is not null) ? counts.Average(group => group.Subset!.Value) : null,
            [.. byClass]
        )
        {
            Checks = scored.Checks,
        };
    }

    static int OriginalIndex(ScoredEvaluation scored, int index) => scored.Mask is null ? index : scored.Mask[index];

    static Subgroup Group(ScoredEvaluation scored, string name, List<int> images)
    {
        var n = images.Count;
        if (n == 0)
            return new Subgroup(name, 0, null, null, null, null, null, null);
        var right = images.Count(image => scored.Correct[image]);
        var pictureOf = scored.Manifest.Pictures?.Pictures;
        var top1 = ImageShare.IntervalOf(images, image => scored.Correct[image], pictureOf);
        if (images.Exists(image => scored.Labels.Of(image).Length > scored.Predictions.HeadSize))
            return new Subgroup(name, n, (double)right / n, top1.Low, top1.High, null, null, null);
        var exact = images.Count(IsExact);
        var subset = ImageShare.IntervalOf(images, IsExact, pictureOf);
        return new Subgroup(name, n, (double)right / n, top1.Low, top1.High, (double)exact / n, subset.Low, subset.High);

        bool IsExact(int image) => SubsetAccuracy.IsExact(scored.Predictions, scored.Labels, image);
    }
}
