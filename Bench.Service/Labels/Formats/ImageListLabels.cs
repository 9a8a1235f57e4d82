using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>A list of images, one name or path a line: which of them something is done with. A set of annotations,
/// nothing is scored under it.</summary>
/// <remarks>RobustBench's list of 5,000 images of the validation set is one as it is published. Names of images that
/// the dataset does not have are counted as unmatched; a name that comes twice counts once.</remarks>
static class ImageListLabels
{
    /// <summary>Name and only value of the set's column.</summary>
    public const string Column = "listed",
        Listed = "yes";

    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        var (listed, unmatched, ambiguous) = (new string?[target.Manifest.Count], 0, new FirstTen());
        file.Content.Position = 0;
        using var reader = new StreamReader(file.Content, leaveOpen: true);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Trim() is not { Length: > 0 } name)
                continue;
            var image = target.Manifest.Index.Find(name);
            if (image >= 0)
                listed[image] = Listed;
            else if (image == ImageIndex.Ambiguous)
                ambiguous.Add($"{name} (line {line})");
            else
                unmatched++;
        }
        file.RequireSingleImages(ambiguous);
        if (Array.TrueForAll(listed, each => each is null))
            throw file.OfOtherDataset(target);
        var labels = new LabelsBuilder(target);
        for (var image = 0; image < listed.Length; image++)
            if (listed[image] is null)
                labels.Exclude(ExclusionReasons.NotAnnotated);
            else if (target.Manifest.Images[image].Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(target.Manifest.Images[image].Classes.AsSpan());
        var set = labels.ToEmptySet(key, file.Source, LabelSetKind.Annotations);
        return [set with { Columns = [LabelColumn.Create(Column, listed)], Unmatched = unmatched }];
    }
}
