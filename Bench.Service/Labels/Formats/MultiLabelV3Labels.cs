namespace Bench.Service.Labels.Formats;

/// <summary>Experts' multi-labels of val and ImageNetV2 images: <c>multilabel</c>, and <c>imagenet-major</c> where the
/// file lists it.</summary>
/// <remarks>
/// Source: Vasudevan et al., "When does dough become a bagel?", 2022, an update of Shankar et al., 2020. Left out:
/// images not annotated, problematic ones, and those without a surely correct class. A prediction in the correct or the
/// unclear set is right. Annotations of images that the dataset does not have are counted as unmatched.
/// </remarks>
static class MultiLabelV3Labels
{
    public const string MultiLabel = "multilabel";
    public const string Major = "imagenet-major";

    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, LabelTarget target)
    {
        var content = MultiLabelV3File.Read(file, target.Classes);
        var keys = target.Manifest.Images.Select(i => i.Key).ToArray();
        var unmatched = content.Annotations.Keys.Except(keys).Count();
        var all = Build(target, content, keys, null).ToSet(MultiLabel, file, LabelSetKind.Several) with { Unmatched = unmatched };
        return
            content.Major is { } major
            && keys.Any(k => major.Contains(k) && content.Annotations.ContainsKey(k) && !content.Problematic.Contains(k))
            ? [all, Build(target, content, keys, major).ToSet(Major, file, LabelSetKind.Slice) with { Unmatched = unmatched }]
            : [all];
    }

    static LabelsBuilder Build(LabelTarget target, MultiLabelV3File content, string[] keys, HashSet<string>? slice)
    {
        var labels = new LabelsBuilder(target);
        foreach (var key in keys)
            if (slice is not null && !slice.Contains(key))
                labels.Exclude(ExclusionReasons.NotInSlice);
            else if (!content.Annotations.TryGetValue(key, out var annotation))
                labels.Exclude(ExclusionReasons.NotAnnotated);
            else if (content.Problematic.Contains(key))
                labels.Exclude(ExclusionReasons.Problematic);
            else if (annotation.Correct.Length == 0)
                labels.Exclude(ExclusionReasons.NoCorrectLabel);
            else
                labels.Use(annotation.Correct, annotation.Unclear);
        return labels;
    }
}
