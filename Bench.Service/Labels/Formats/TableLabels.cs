using System.Globalization;
using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Labels in a table of one's own. Text: <c>file_name,labels[,weight]</c>, fields separated as
/// <see cref="DelimitedRows"/> reads them, several labels as <see cref="LabelCell"/> does. JSON: <c>{image: label |
/// [labels] | {labels, weight}}</c>.</summary>
/// <remarks>A label is a class id or a class index. Images of the dataset that have no entry, or an empty one, are left
/// out as <c>no-label</c>; entries about images that the dataset does not have are errors. In a file with weights, an
/// image without one weighs 1. Kaggle's <c>ImageId,PredictionString</c> is such a table too.</remarks>
static class TableLabels
{
    const string Wanted = "file_name,labels or file_name,labels,weight are expected, or 'columns' in the manifest that names these columns";

    static readonly string[] Labels = ["labels", "label", "classes", "class", "wnid", "predictionstring"];

    /// <param name="file">The table.</param>
    /// <param name="key">Key of the set.</param>
    /// <param name="target">The dataset.</param>
    /// <param name="named">Names of the file's columns by ours (<c>file_name</c>, <c>labels</c>, <c>weight</c>); null
    /// for the usual ones.</param>
    public static IReadOnlyList<ImportedLabelSet> ImportCsv(
        LabelFile file,
        string key,
        LabelTarget target,
        IReadOnlyDictionary<string, string>? named
    )
    {
        var table = new NamedLabels(target, file);
        TableColumns? columns = null;
        var (head, rivals) = (Array.Empty<string>(), Array.Empty<int>());
        foreach (var (line, fields) in file.Rows())
        {
            if (columns is null)
            {
                columns = named is null ? Header(fields, file) : Named(fields, named, file);
                if (columns is not null)
                {
                    (head, rivals) = (fields, named is null ? ColumnNames.Rivals(fields, Labels, columns.Label) : []);
                    continue;
                }
                columns =
                    fields.Length is 2 or 3 && !LooksLikeHeader(fields, target)
                        ? new TableColumns(0, 1, fields.Length == 3 ? 2 : -1)
                        : throw Refused(fields, file);
            }
            if (columns.Last >= fields.Length)
                throw LabelFile.Invalid($"{file.Name}, line {line}: {Counted.Of(fields.Length, "field")} where the header has more");
            foreach (var other in rivals.Where(other => other < fields.Length))
                if (ColumnNames.SayDifferent(fields[columns.Label], fields[other]))
                    throw LabelFile.Invalid(
                        $"{file.Name}, line {line}: '{FirstTen.Printable(head[columns.Label])}' is {fields[columns.Label]} and "
                            + $"'{FirstTen.Printable(head[other])}' is {fields[other]}, and either may be the label: name the right one "
                            + "with 'columns' in the manifest"
                    );
            var labels = LabelCell.Read(
                fields[columns.Label],
                target.Classes,
                message => LabelFile.Invalid($"{file.Name}, line {line}: {message}")
            );
            table.Add(fields[columns.Name], labels, columns.Weight < 0 ? null : Weight(fields[columns.Weight], file, line), $"line {line}");
        }
        return [table.ToSet(key, strict: true)];
    }

    /// <summary>Places of the columns; a weight of −1 is none.</summary>
    sealed record TableColumns(int Name, int Label, int Weight)
    {
        public int Last => Math.Max(Math.Max(Name, Label), Weight);
    }

    /// <summary>The columns of a header with usual names; null when the line is none.</summary>
    static TableColumns? Header(string[] fields, LabelFile file)
    {
        var name = ColumnNames.Find(fields, ColumnNames.Image);
        if (name < 0)
            return null;
        var label = ColumnNames.Find(fields, Labels);
        var weight = Array.FindIndex(fields, field => field.Equals("weight", StringComparison.OrdinalIgnoreCase));
        return label >= 0 && (weight >= 0 || fields.Count(field => field.Length > 0) != 3)
            ? new TableColumns(name, label, weight)
            : throw Refused(fields, file);
    }

    static TableColumns Named(string[] fields, IReadOnlyDictionary<string, string> named, LabelFile file)
    {
        return new TableColumns(Find("file_name"), Find("labels"), named.ContainsKey("weight") ? Find("weight") : -1);

        int Find(string ours)
        {
            var theirs = named.GetValueOrDefault(ours, ours);
            var place = Array.FindIndex(fields, field => field.Equals(theirs, StringComparison.OrdinalIgnoreCase));
            return place >= 0
                ? place
                : throw LabelFile.Invalid(
                    $"{file.Name} has no column '{FirstTen.Printable(theirs)}'; its header is "
                        + $"'{FirstTen.Printable(string.Join(',', fields))}'"
                );
        }
    }

    /// <summary>Neither an image nor a class.</summary>
    static bool LooksLikeHeader(string[] fields, LabelTarget target) =>
        target.Manifest.Index.Find(fields[0]) == Datasets.Manifests.ImageIndex.Unknown
        && fields[1].Length > 0
        && fields[1].All(letter => char.IsLetter(letter) || letter is '_' or ' ')
        && target.Classes.Resolve(fields[1]) is null;

    static LabelSetException Refused(string[] fields, LabelFile file) =>
        LabelFile.Invalid($"{file.Name}: the first line is '{FirstTen.Printable(string.Join(',', fields))}'; {Wanted}");

    public static IReadOnlyList<ImportedLabelSet> ImportJson(LabelFile file, string key, LabelTarget target)
    {
        var table = new NamedLabels(target, file);
        var json = file.Json();
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
            return [ReadRecords(ref json, table, target).ToSet(key, strict: true)];
        json.Require(JsonTokenType.StartObject, "an object of images and labels, {\"a.jpg\": 3, …},");
        for (var entry = 1; json.Read() && json.Token == JsonTokenType.PropertyName; entry++)
        {
            var name = json.Text("an image name");
            json.Read();
            var (labels, weight) =
                json.Token == JsonTokenType.StartObject ? ReadWeighted(ref json, name, target) : (ReadLabels(ref json, name, target), null);
            table.Add(name, labels, weight, $"entry {entry}");
        }
        json.End();
        return [table.ToSet(key, strict: true)];
    }

    /// <summary>A list of objects with the names of the columns, as pandas writes records; other properties are left
    /// aside.</summary>
    static NamedLabels ReadRecords(ref JsonInput json, NamedLabels table, LabelTarget target)
    {
        for (var entry = 1; json.Read() && json.Token != JsonTokenType.EndArray; entry++)
        {
            json.Require(JsonTokenType.StartObject, "an object of an image, {\"file_name\": \"a.jpg\", \"label\": 3},");
            var (name, labels, weight) = (default(string), default(IReadOnlyList<string>), default(double?));
            while (json.Read() && json.Token == JsonTokenType.PropertyName)
            {
                string[] property = [json.Text("a name")];
                json.Read();
                if (ColumnNames.Find(property, ColumnNames.Image) == 0)
                    name = json.Text("an image name");
                else if (ColumnNames.Find(property, Labels) == 0)
                {
                    var read = ReadLabels(ref json, name ?? $"entry {entry}", target);
                    if (labels is [var before] && read is [var now] && ColumnNames.SayDifferent(before, now))
                        throw json.Refusal($"entry {entry} has the labels {before} and {now} under two names, and either may be meant");
                    labels = read;
                }
                else if (ColumnNames.Find(property, ["weight"]) == 0)
                    weight = json.Token == JsonTokenType.Null ? null : json.Fraction($"the weight of entry {entry}");
                else
                    json.Skip();
            }
            if (name is null || labels is null)
                throw json.Refusal($"entry {entry} has no {(name is null ? "file_name" : "label")}");
            table.Add(name, labels, weight, $"entry {entry}");
        }
        json.End();
        return table;
    }

    static double? Weight(string text, LabelFile file, int line) =>
        text.Length == 0 ? null
        : DecimalText.TryParse(text, out var weight) ? weight
        : throw LabelFile.Invalid($"{file.Name}, line {line}: the weight '{FirstTen.Printable(text)}' is not a number");

    static (IReadOnlyList<string> Labels, double? Weight) ReadWeighted(ref JsonInput json, string image, LabelTarget target)
    {
        var (labels, weight) = (default(IReadOnlyList<string>), default(double?));
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var (isLabels, isWeight) = (json.Is("labels"u8), json.Is("weight"u8));
            if (!isLabels && !isWeight)
                throw json.Refusal(
                    $"{FirstTen.Printable(image)} has '{FirstTen.Printable(json.Text("a name"))}'; labels and weight are known"
                );
            json.Read();
            if (isLabels)
                labels = ReadLabels(ref json, image, target);
            else
                weight = json.Fraction($"the weight of {image}");
        }
        return (labels ?? throw json.Refusal($"{FirstTen.Printable(image)} has no 'labels'"), weight);
    }

    static IReadOnlyList<string> ReadLabels(ref JsonInput json, string image, LabelTarget target)
    {
        if (json.Token == JsonTokenType.Null)
            return [];
        if (json.Token != JsonTokenType.StartArray)
            return [Label(ref json, image)];
        var labels = new List<string>();
        while (json.Read() && json.Token != JsonTokenType.EndArray)
            labels.Add(Label(ref json, image));
        return LabelCell.Of(labels, listed: true, target.Classes, message => LabelFile.Invalid($"{FirstTen.Printable(image)}: {message}"));
    }

    static string Label(ref JsonInput json, string image) =>
        json.Token == JsonTokenType.Number
            ? json.Number($"a class index of {image}").ToString(CultureInfo.InvariantCulture)
            : json.Text($"a class of {image}");
}
