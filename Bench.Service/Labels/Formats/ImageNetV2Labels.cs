using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>ImageNetV2's lists: <c>{…, image_filenames: [[sha-1, WordNet id], …]}</c>. Images without an entry are left
/// out as <c>no-label</c>.</summary>
static class ImageNetV2Labels
{
    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        var table = new NamedLabels(target, file);
        var json = file.Json();
        foreach (var row in ImageList.ReadJson(ref json))
            table.Add(row.Name, [row.Label], null, $"entry {row.Line}");
        return [table.ToSet(key, strict: false)];
    }
}
