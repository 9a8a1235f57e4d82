using Bench.Workers.Datasets;

namespace Bench.Workers.Labels;

/// <summary>ImageNetV2's lists: <c>{…, image_filenames: [[sha-1, WordNet id], …]}</c>. Images without an entry are left out as <c>no-label</c>.</summary>
static class ImageNetV2Labels
{
    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        var table = new NamedLabels(target, file);
        foreach (var row in ImageList.ReadJson(file.Bytes, file.Name, LabelFile.Invalid))
            table.Add(row.Name, [row.Label], null, $"entry {row.Line}");
        return [table.ToSet(key, strict: false)];
    }
}
