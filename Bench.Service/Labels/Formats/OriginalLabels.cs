namespace Bench.Service.Labels.Formats;

/// <summary>The labels that the dataset's own layout gives: folders, lists, or ObjectNet's map (several classes where a
/// folder is wider than a class).</summary>
public static class OriginalLabels
{
    /// <param name="target">The dataset.</param>
    /// <param name="holdsOut">Whether the labels of <see cref="HeldOutHalf"/> are left out.</param>
    /// <exception cref="LabelSetException">The dataset has no labels of its own.</exception>
    public static ImportedLabelSet Make(LabelTarget target, bool holdsOut = false)
    {
        var labels = new LabelsBuilder(target);
        foreach (var image in target.Manifest.Images)
            if (holdsOut && HeldOutHalf.Contains(image.Key))
                labels.Exclude(ExclusionReasons.HeldOut);
            else if (image.Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(image.Classes.AsSpan());
        return labels.ToSet(LabelFormats.Original, "the layout", Source);
    }

    /// <summary>The labels of images that show none of the classes: every one is left out; scores that need no label
    /// are stored under it.</summary>
    public static ImportedLabelSet MakeEmpty(LabelTarget target)
    {
        var labels = new LabelsBuilder(target);
        for (var image = 0; image < target.Manifest.Count; image++)
            labels.Exclude(ExclusionReasons.OutOfDistribution);
        return labels.ToEmptySet(LabelFormats.Original, Source);
    }

    static LabelSource Source => new(LabelFormats.Original);
}
