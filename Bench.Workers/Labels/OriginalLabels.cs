namespace Bench.Workers.Labels;

/// <summary>The labels that the dataset's own layout gives: folders, lists, or ObjectNet's map (several classes where a folder is wider than a class).</summary>
public static class OriginalLabels
{
    /// <exception cref="LabelSetException">The dataset has no labels of its own.</exception>
    public static ImportedLabelSet Make(LabelTarget target)
    {
        var labels = new LabelsBuilder(target.Manifest);
        foreach (var image in target.Manifest.Images)
            if (image.Classes.IsEmpty) labels.Exclude(ExclusionReasons.NoLabel);
            else labels.Use(image.Classes.AsSpan());
        return new LabelFile("the layout", [], new LabelSource(LabelFormats.Original)).ToSet(target, LabelFormats.Original, labels);
    }
}
