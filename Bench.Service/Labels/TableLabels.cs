using System.Globalization;
using System.Text.Json;
using Bench.Service.Datasets;

namespace Bench.Service.Labels;

/// <summary>Labels in a table of one's own. CSV: <c>file_name,labels[,weight]</c> with several labels separated by <c>;</c>, <c>|</c> or a space. JSON: <c>{image: label | [labels] | {labels, weight}}</c>.</summary>
/// <remarks>A label is a class id or a class index. Images of the dataset that have no entry, or an empty one, are left out as <c>no-label</c>;
/// entries about images that the dataset does not have are errors. In a file with weights, an image without one weighs 1.</remarks>
static class TableLabels
{
    static readonly string[] _names = ["file_name", "filename", "file", "image", "path"];
    static readonly string[] _labels = ["labels", "label", "classes", "class", "wnid"];

    public static IReadOnlyList<ImportedLabelSet> ImportCsv(LabelFile file, string key, LabelTarget target)
    {
        var table = new NamedLabels(target, file);
        var (name, label, weight, first) = (0, 1, -1, true);
        foreach (var (line, fields) in file.Rows())
        {
            if (first)
            {
                first = false;
                if (fields.Length is < 2 or > 3) throw LabelFile.Invalid($"{file.Name}, line {line}: {fields.Length} columns; file_name,labels or file_name,labels,weight are wanted");
                weight = fields.Length == 3 ? 2 : -1;
                if (fields.Any(f => _names.Contains(f.ToLowerInvariant())))
                {
                    name = Array.FindIndex(fields, f => _names.Contains(f.ToLowerInvariant()));
                    label = Array.FindIndex(fields, f => _labels.Contains(f.ToLowerInvariant()));
                    weight = Array.FindIndex(fields, f => f.Equals("weight", StringComparison.OrdinalIgnoreCase));
                    if (label < 0 || (fields.Length == 3 && weight < 0)) throw LabelFile.Invalid($"{file.Name}: the header is '{FirstTen.Printable(string.Join(',', fields))}'; file_name,labels or file_name,labels,weight are wanted");
                    continue;
                }
            }
            table.Add(fields[name], Split(fields[label], target), weight < 0 ? null : Weight(fields[weight], file, line), $"line {line}");
        }
        return [table.ToSet(key, strict: true)];
    }

    public static IReadOnlyList<ImportedLabelSet> ImportJson(LabelFile file, string key, LabelTarget target)
    {
        var table = new NamedLabels(target, file);
        var json = file.Json();
        json.Expect(JsonTokenType.StartObject, "an object");
        for (var entry = 1; json.Read() && json.Token == JsonTokenType.PropertyName; entry++)
        {
            var name = json.Text("an image name");
            json.Read();
            var (labels, weight) = json.Token == JsonTokenType.StartObject ? ReadWeighted(ref json, name) : (ReadLabels(ref json, name), null);
            table.Add(name, labels, weight, $"entry {entry}");
        }
        json.End();
        return [table.ToSet(key, strict: true)];
    }

    /// <summary>One label that is a class as it stands, else several.</summary>
    static string[] Split(string text, LabelTarget target)
    {
        if (text.Length == 0 || target.Classes.Resolve(text) is not null) return text.Length == 0 ? [] : [text];
        return text.Split(text.AsSpan().ContainsAny(';', '|') ? [';', '|'] : [' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    static double? Weight(string text, LabelFile file, int line) =>
        text.Length == 0 ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) ? weight
        : throw LabelFile.Invalid($"{file.Name}, line {line}: the weight '{FirstTen.Printable(text)}' is not a number");

    static (List<string> Labels, double? Weight) ReadWeighted(ref JsonInput json, string image)
    {
        var (labels, weight) = (default(List<string>), default(double?));
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var (isLabels, isWeight) = (json.Is("labels"u8), json.Is("weight"u8));
            if (!isLabels && !isWeight) throw json.Refusal($"{FirstTen.Printable(image)} has '{FirstTen.Printable(json.Text("a name"))}'; labels and weight are known");
            json.Read();
            if (isLabels) labels = ReadLabels(ref json, image);
            else weight = json.Fraction($"the weight of {image}");
        }
        return (labels ?? throw json.Refusal($"{FirstTen.Printable(image)} has no 'labels'"), weight);
    }

    static List<string> ReadLabels(ref JsonInput json, string image)
    {
        if (json.Token == JsonTokenType.Null) return [];
        if (json.Token != JsonTokenType.StartArray) return [Label(ref json, image)];
        var labels = new List<string>();
        while (json.Read() && json.Token != JsonTokenType.EndArray) labels.Add(Label(ref json, image));
        return labels;
    }

    static string Label(ref JsonInput json, string image) =>
        json.Token == JsonTokenType.Number ? json.Number($"a class index of {image}").ToString(CultureInfo.InvariantCulture) : json.Text($"a class of {image}");
}
