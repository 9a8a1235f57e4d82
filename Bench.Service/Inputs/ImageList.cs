using System.Globalization;
using System.Text;
using System.Text.Json;
using Bench.Data.Outcomes;

namespace Bench.Service.Inputs;

/// <summary>Lists of images with a label each, in the forms in which they are handed around.</summary>
/// <remarks>
/// Text: <c>name,label</c>, <c>name;label</c>, <c>name|label</c>, <c>name TAB label</c> or <c>name label</c> (the last space separates),
/// with or without a header (<c>file_name</c>, <c>filename</c>, <c>file</c>, <c>image</c>, <c>ImageId</c> or <c>path</c> names the image's
/// column); a column named <c>label</c>, <c>class</c>, <c>wnid</c>, <c>PredictionString</c> or <c>character_label</c> is the label, else
/// the second one.
/// JSON (beginning with a bracket): <c>[name, …]</c>, <c>[[name, label], …]</c>, objects with a table's columns in a list or one a
/// line, <c>{name: label, …}</c>, or ImageNetV2's object with such a list in <c>image_filenames</c>.
/// </remarks>
static class ImageList
{
    static readonly string[] LabelColumns = ["label", "class", "wnid", "predictionstring", "character_label"];

    public static async Task<List<ImageListRow>> ReadAsync(string path, Func<string, Exception> refuse, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        var bytes = AsOne(await InputFile.ReadAsync(path, file, InputFile.DefaultLimit, refuse, cancellationToken));
        var rows = IsJson(bytes) ? ReadJson(bytes, file, refuse) : ReadText(bytes, file, refuse);
        return rows.Count > 0 ? rows : throw refuse($"{file} names no image");
    }

    /// <summary>Reads names alone: of JSON the image names; of text the column that the first line names, else every line as a whole, for
    /// names may have spaces and commas. Lines may be JSON texts (JSON Lines).</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">What the sender calls it.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<List<string>> ReadNamesAsync(
        string path,
        string file,
        Func<string, Exception> refuse,
        CancellationToken cancellationToken
    )
    {
        var bytes = AsOne(await InputFile.ReadAsync(path, file, InputFile.DefaultLimit, refuse, cancellationToken));
        if (IsPrinted(bytes))
            throw refuse($"{file} is a list as Python prints it: write it with json.dump(names, file), or one name a line");
        if (IsJson(bytes))
            return NamesByRow(ReadJson(bytes, file, refuse), IsObject(bytes));
        RequireText(bytes, file, refuse);
        var lines = Encoding
            .UTF8.GetString(bytes)
            .TrimStart('\uFEFF')
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && ColumnNames.Find(lines[0].Split(',', '\t', ';', '|'), ColumnNames.Image) >= 0)
        {
            if (DelimitedRows.SeparatorOf(new MemoryStream(bytes)) is not null)
                return ReadText(bytes, file, refuse).ConvertAll(row => row.Name);
            lines = lines[1..];
        }
        return [.. lines.Select(Unquoted)];
    }

    /// <summary>A text in quotes, as JSON Lines and tables of one column have it.</summary>
    static string Unquoted(string line)
    {
        if (line is not ['"', .., '"'])
            return line;
        try
        {
            return JsonSerializer.Deserialize<string>(line)!;
        }
        catch (JsonException)
        {
            return line[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        }
    }

    /// <summary>The name of each row: in the order of the file, unless an object numbers them, as <c>{name: row}</c> and <c>{row:
    /// name}</c> do.</summary>
    static List<string> NamesByRow(List<ImageListRow> rows, bool isObject)
    {
        if (isObject && PlacesOf(rows.ConvertAll(row => row.Label)) is { } byName)
            return [.. byName.Select(place => rows[place].Name)];
        if (isObject && PlacesOf(rows.ConvertAll(row => row.Name)) is { } byNumber)
            return [.. byNumber.Select(place => rows[place].Label)];
        return rows.ConvertAll(row => row.Name);
    }

    /// <summary>The place of each of the numbers 0 to N − 1; null where the texts are not just these.</summary>
    static int[]? PlacesOf(List<string> texts)
    {
        var places = new int[texts.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < texts.Count; i++)
        {
            if (
                !int.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number >= texts.Count
                || places[number] >= 0
            )
                return null;
            places[number] = i;
        }
        return places;
    }

    /// <summary>JSON Lines of objects as one list of them.</summary>
    static byte[] AsOne(byte[] bytes)
    {
        if (!IsObject(bytes) || ForeignText.Of(bytes.AsSpan(0, Math.Min(bytes.Length, ForeignKind.Looked))) is not ForeignText.JsonLines)
            return bytes;
        var lines = Encoding
            .UTF8.GetString(bytes)
            .TrimStart('\uFEFF')
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Encoding.UTF8.GetBytes($"[{string.Join(",\n", lines)}]");
    }

    static bool IsObject(ReadOnlySpan<byte> bytes) => bytes.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..];

    static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart("\uFEFF \t\r\n"u8);
        return !text.IsEmpty && text[0] is ((byte)'[' or (byte)'{');
    }

    /// <summary>A list of texts in single quotes, of tuples or of paths.</summary>
    static bool IsPrinted(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart("\uFEFF \t\r\n"u8);
        return text is [(byte)'[', ..] && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'\'' or (byte)'(' or (byte)'P', ..];
    }

    static void RequireText(ReadOnlySpan<byte> bytes, string file, Func<string, Exception> refuse)
    {
        var start = bytes[..Math.Min(bytes.Length, ForeignKind.Looked)];
        if (ForeignKind.Of(start) is { } kind)
            throw refuse($"{file} is {kind}, not text");
        if (ForeignText.Of(start) is { } form)
            throw refuse($"{file} is {form}, not a list of images");
        if (bytes.Contains((byte)0))
            throw refuse($"{file} is not a text file");
    }

    static List<ImageListRow> ReadText(byte[] bytes, string file, Func<string, Exception> refuse)
    {
        RequireText(bytes, file, refuse);
        return NamesAlone(bytes) ?? ReadColumns(DelimitedRows.Read(new MemoryStream(bytes), file, refuse), file, refuse);
    }

    /// <summary>The lines below a head that is the image's column and nothing else: a space in them separates nothing. Null where there is
    /// no such head.</summary>
    static List<ImageListRow>? NamesAlone(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries);
        return lines[0].AsSpan().IndexOfAny(",\t;|") >= 0 || ColumnNames.Find([lines[0]], ColumnNames.Image) < 0
            ? null
            :
            [
                .. lines
                    .Index()
                    .Skip(1)
                    .Where(line => line.Item.Length > 0)
                    .Select(line => new ImageListRow(line.Index + 1, Unquoted(line.Item), "")),
            ];
    }

    static List<ImageListRow> ReadColumns(IEnumerable<(int Line, string[] Fields)> rows, string file, Func<string, Exception> refuse)
    {
        var list = new List<ImageListRow>();
        var (name, label, columns) = (0, 1, 0);
        var (head, rivals) = (Array.Empty<string>(), Array.Empty<int>());
        foreach (var (line, fields) in rows)
        {
            if (columns == 0)
            {
                columns = fields.Length;
                if (ColumnNames.Find(fields, ColumnNames.Image) is >= 0 and var header)
                {
                    name = header;
                    label = ColumnNames.Find(fields, LabelColumns) is >= 0 and var named ? named : name + 1;
                    (head, rivals) = (fields, label < fields.Length ? ColumnNames.Rivals(fields, LabelColumns, label) : []);
                    continue;
                }
            }
            if (fields.Length != columns)
                throw refuse($"{file}, line {line}: {Counted.Of(fields.Length, "field")} where the first line has {columns}");
            if (fields[name].Length == 0)
                throw refuse($"{file}, line {line}: the image name is empty");
            foreach (var other in rivals)
                if (ColumnNames.SayDifferent(fields[label], fields[other]))
                    throw refuse(
                        $"{file}, line {line}: '{FirstTen.Printable(head[label])}' is {fields[label]} and "
                            + $"'{FirstTen.Printable(head[other])}' is {fields[other]}, and either may be the label: "
                            + $"call the right column {LabelColumns[0]}"
                    );
            list.Add(new ImageListRow(line, fields[name], label < fields.Length ? fields[label] : ""));
        }
        return list;
    }

    static List<ImageListRow> ReadJson(byte[] bytes, string file, Func<string, Exception> refuse)
    {
        var json = new JsonInput(file, new MemoryStream(bytes), refuse);
        return ReadJson(ref json);
    }

    public static List<ImageListRow> ReadJson(ref JsonInput json)
    {
        var rows = new List<ImageListRow>();
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
            ReadArray(ref json, rows);
        else
        {
            json.Require(JsonTokenType.StartObject, "a list or an object");
            ReadObject(ref json, rows);
        }
        json.End();
        return rows;
    }

    static void ReadObject(ref JsonInput json, List<ImageListRow> rows)
    {
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("image_filenames"u8))
            {
                // ImageNetV2: the other properties say how the list was drawn.
                rows.Clear();
                json.Expect(JsonTokenType.StartArray, "a list of images");
                ReadArray(ref json, rows);
                while (json.Read() && json.Token == JsonTokenType.PropertyName)
                    json.Skip();
                return;
            }
            var name = json.Text("an image name");
            json.Read();
            if (json.Token is JsonTokenType.StartArray or JsonTokenType.StartObject)
                json.Skip();
            else
                rows.Add(new ImageListRow(rows.Count + 1, name, Label(ref json)));
        }
    }

    static void ReadArray(ref JsonInput json, List<ImageListRow> rows)
    {
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (json.Token == JsonTokenType.String)
            {
                rows.Add(new ImageListRow(rows.Count + 1, json.Text("an image name"), ""));
                continue;
            }
            if (json.Token == JsonTokenType.StartObject)
            {
                rows.Add(Record(ref json, rows.Count + 1));
                continue;
            }
            json.Require(JsonTokenType.StartArray, "an image name, a pair of name and label or an object of the two");
            json.Expect(JsonTokenType.String, "an image name");
            var name = json.Text("an image name");
            json.Read();
            rows.Add(new ImageListRow(rows.Count + 1, name, Label(ref json)));
            json.Expect(JsonTokenType.EndArray, "the end of the pair");
        }
    }

    /// <summary>An object whose fields are named as a table's columns, as pandas' <c>to_json(orient="records")</c> writes it.</summary>
    static ImageListRow Record(ref JsonInput json, int row)
    {
        var (heads, fields) = (new List<string>(), new List<string>());
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var head = json.Text("a field's name");
            json.Read();
            if (json.Token is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            heads.Add(head);
            fields.Add(Label(ref json));
        }
        string[] names = [.. heads];
        if (ColumnNames.Find(names, ColumnNames.Image) is not (>= 0 and var name) || fields[name].Length == 0)
            throw json.Refusal($"the object has no field {ColumnNames.Image[0]} that names its image");
        var label = ColumnNames.Find(names, LabelColumns);
        foreach (var other in ColumnNames.Rivals(names, LabelColumns, label))
            if (ColumnNames.SayDifferent(fields[label], fields[other]))
                throw json.Refusal($"'{names[label]}' and '{names[other]}' differ, and either may be the label");
        return new ImageListRow(row, fields[name], label < 0 ? "" : fields[label]);
    }

    static string Label(ref JsonInput json) =>
        json.Token == JsonTokenType.Number ? json.Fraction("a class index").ToString(CultureInfo.InvariantCulture)
        : json.Token is JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False ? ""
        : json.Text("a label");
}
