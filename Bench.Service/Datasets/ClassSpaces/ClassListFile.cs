using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Class lists that an operator gives: one class an entry, in output order.</summary>
/// <remarks>
/// <c>.json</c>: <c>["name", …]</c>, <c>[["id", "name"], …]</c>, Keras' <c>{"0": ["id", "name"], …}</c>, torchvision's <c>{"name": 0,
/// …}</c>, or a config.json with <c>id2label</c>. <c>.csv</c>: <c>name</c> or <c>id,name</c>, or <c>index,id,name</c> with ascending
/// indices from 0 (with or without a header line). <c>.yaml</c>: see <see cref="YamlClassList"/>. Anything else: one name a line, or a
/// number or a WordNet id and a name, or an id and a name with a tab or a bar between them. Where only names are given they are the ids
/// too.
/// </remarks>
static partial class ClassListFile
{
    const long Limit = 16L << 20;

    static readonly string[] Headers = ["index", "wnid", "id", "name", "class"];

    /// <summary>Heads that only a table has: alone in its line each may be a class.</summary>
    static readonly string[] MoreHeaders = ["idx", "label", "synset", "classindex", "classid", "classname", "labelid", "labelname"];

    static readonly string[] Numbers = ["index", "idx", "classindex"];

    public static async Task<ClassSpace> ReadAsync(string path, string key, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        var inside = PackedText.NameInside(path);
        if (inside != path && !Path.HasExtension(inside))
            throw Refuse($"{file} is packed and does not say what is inside: call it as in classes.json.gz, or unpack it");
        var bytes = await InputFile.ReadAsync(path, Limit, Refuse, cancellationToken);
        // A text of "0: name" lines is YAML too, and a list.
        if (ForeignForm.Of(bytes.AsSpan(0, Math.Min(bytes.Length, ForeignKind.Looked))) is { } form and not ForeignText.Yaml)
            throw Refuse($"{file} is {form}, not a list of classes");
        if (Text(bytes).Contains('\uFFFD'))
            throw Refuse($"{file} is not UTF-8: save it in that encoding");
        return ClassSpace.Create(
            key,
            Path.GetExtension(inside).ToLowerInvariant() switch
            {
                ".json" => ReadJson(bytes, file),
                ".csv" or ".tsv" => ReadCsv(bytes, file),
                ".yaml" or ".yml" => YamlClassList.Read(Text(bytes), file, Refuse),
                _ => ReadLines(Unquoted(Text(bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))),
            }
        );
    }

    static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');

    /// <summary>Lines of a list or dictionary that a program printed, without its brackets, quotes and commas; others as they are:
    /// <c>{0: 'tench, Tinca tinca',</c> is <c>0: tench, Tinca tinca</c>.</summary>
    static string[] Unquoted(string[] lines)
    {
        var printed = Array.ConvertAll(lines, line => Printed().Match(line));
        return lines.Length > 1 && printed.All(line => line.Success)
            ? Array.ConvertAll(printed, line => line.Groups["number"].Value + line.Groups["name"].Value)
            : lines;
    }

    [GeneratedRegex("""^[\[{]?\s*(?<number>\d+:\s*)?(?<quote>['"])(?<name>.+)\k<quote>\s*,?\s*[\]}]?,?$""", RegexOptions.CultureInvariant)]
    private static partial Regex Printed();

    static bool IsHeader(string[] fields) =>
        fields.All(field => Headers.Contains(field.ToLowerInvariant()))
        || (fields.Length > 1 && fields.All(field => ColumnNames.Find([field], [.. Headers, .. MoreHeaders]) == 0));

    /// <summary>Ids and names where every line has the same one of a tab and a bar between two; null where not.</summary>
    static IEnumerable<ClassName>? ReadPairs(string[] lines)
    {
        foreach (var separator in "\t|")
            if (
                lines.Length > 0
                && lines.All(line => line.Split(separator, StringSplitOptions.TrimEntries) is [{ Length: > 0 }, { Length: > 0 }])
            )
                return lines
                    .Select(line => line.Split(separator, StringSplitOptions.TrimEntries))
                    .Where((fields, place) => place > 0 || !IsHeader(fields))
                    .Select(fields => new ClassName(fields[0], fields[1]));
        return null;
    }

    /// <summary>Names, or with a WordNet id in front of every one of them ids and names, as in Kaggle's LOC_synset_mapping.txt, or with
    /// their number in front: <c>0 ant</c>, <c>0: ant</c>.</summary>
    static IEnumerable<ClassName> ReadLines(string[] lines)
    {
        if (lines.All(line => WithId().IsMatch(line)))
            return lines.Select(line => new ClassName(line[..9], line[9..].Trim() is { Length: > 0 } name ? name : line[..9]));
        var numbered = Array.ConvertAll(lines, line => WithNumber().Match(line));
        return
            lines.Length > 1
            && numbered
                .Index()
                .All(line => ClassIndexText.TryParse(line.Item.Groups["number"].Value, out var number) && number == line.Index)
            ? numbered.Select(line => new ClassName(line.Groups["name"].Value, line.Groups["name"].Value))
            : ReadPairs(lines) ?? lines.Select(name => new ClassName(name, name));
    }

    [GeneratedRegex(@"^(?<number>\d+)(:|\s)\s*(?<name>\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithNumber();

    [GeneratedRegex(@"^n\d{8}(\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex WithId();

    static List<ClassName> ReadJson(byte[] bytes, string file)
    {
        var json = new JsonInput(file, new MemoryStream(OfHuggingFace(bytes) ?? bytes), Refuse);
        var classes = new List<ClassName>();
        json.Read();
        if (json.Token == JsonTokenType.StartObject)
            return ReadNumbered(ref json);
        json.Require(JsonTokenType.StartArray, "a list of classes");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (json.Token == JsonTokenType.StartArray)
            {
                json.Expect(JsonTokenType.String, "a class id");
                var id = json.Text("a class id");
                json.Expect(JsonTokenType.String, "a class name");
                classes.Add(new ClassName(id, json.Text("a class name")));
                json.Expect(JsonTokenType.EndArray, "the end of the pair");
            }
            else
            {
                var name = json.Text("a class name");
                classes.Add(new ClassName(name, name));
            }
        }
        json.End();
        return classes;
    }

    /// <summary>The classes of a config.json of Hugging Face, <c>id2label</c>; null for any other file.</summary>
    static byte[]? OfHuggingFace(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id2label", out var classes)
                && classes.ValueKind == JsonValueKind.Object
                ? Encoding.UTF8.GetBytes(classes.GetRawText())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Classes by their number, in any order: Keras' <c>{"0": ["n01440764", "tench"], …}</c>, or a name alone; or numbers by
    /// names, torchvision's <c>class_to_idx</c>.</summary>
    static List<ClassName> ReadNumbered(ref JsonInput json)
    {
        var classes = new SortedDictionary<int, ClassName>();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var head = json.Text("a class number");
            var isNumber = ClassIndexText.TryParse(head, out var number);
            json.Read();
            ClassName name;
            if (!isNumber)
            {
                if (json.Token != JsonTokenType.Number)
                    throw json.Refusal($"'{FirstTen.Printable(head)}' is not a class number");
                (number, name) = (json.Number("a class number"), new ClassName(head, head));
            }
            else if (json.Token == JsonTokenType.StartArray)
            {
                json.Expect(JsonTokenType.String, "a class id");
                var id = json.Text("a class id");
                json.Expect(JsonTokenType.String, "a class name");
                name = new ClassName(id, json.Text("a class name"));
                json.Expect(JsonTokenType.EndArray, "the end of the pair");
            }
            else
                name = new ClassName(json.Text("a class name"), json.Text("a class name"));
            if (!classes.TryAdd(number, name))
                throw json.Refusal($"class {number} appears twice");
        }
        json.End();
        return classes.Keys.SequenceEqual(Enumerable.Range(0, classes.Count))
            ? [.. classes.Values]
            : throw json.Refusal("the class numbers are not 0, 1, 2, … without a gap");
    }

    static List<ClassName> ReadCsv(byte[] bytes, string file)
    {
        var (classes, hasIndex) = (new List<ClassName>(), false);
        using var content = new MemoryStream(bytes);
        var separator = DelimitedRows.SeparatorOf(content) ?? ',';
        foreach (var (line, fields) in CsvRows.Read(content, file, separator, Refuse))
        {
            if (classes.Count == 0 && IsHeader(fields))
            {
                hasIndex = ColumnNames.Find([fields[0]], Numbers) == 0;
                continue;
            }
            classes.Add(
                fields switch
                {
                    [var name] => new ClassName(name, name),
                    [var index, var name] when hasIndex && ClassIndexText.TryParse(index, out var number) && number == classes.Count =>
                        new ClassName(name, name),
                    [var id, var name] => new ClassName(id, name),
                    [var index, var id, var name] when ClassIndexText.TryParse(index, out var number) && number == classes.Count =>
                        new ClassName(id, name),
                    _ => throw Refuse($"{file}, line {line}: not 'name', 'id,name' or '{classes.Count},id,name'"),
                }
            );
        }
        return classes;
    }

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.ClassesInvalid, message);
}
