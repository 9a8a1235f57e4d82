using System.Text;
using System.Text.Json;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Class lists that an operator gives: one class an entry, in output order.</summary>
/// <remarks>
/// <c>.json</c>: <c>["name", …]</c> or <c>[["id", "name"], …]</c>. <c>.csv</c>: <c>name</c> or <c>id,name</c>, or <c>index,id,name</c> with ascending indices from 0
/// (with or without a header line). Anything else: one name a line. Where only names are given they are the ids too.
/// </remarks>
static class ClassListFile
{
    const long Limit = 16L << 20;

    static readonly string[] _headers = ["index", "wnid", "id", "name", "class"];

    public static async Task<ClassSpace> ReadAsync(string path, string key, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        var bytes = await InputFile.ReadAsync(path, Limit, Refuse, cancellationToken).ConfigureAwait(false);
        return ClassSpace.Create(key, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => ReadJson(bytes, file),
            ".csv" => ReadCsv(bytes, file),
            _ => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => new ClassName(name, name)),
        });
    }

    static List<ClassName> ReadJson(byte[] bytes, string file)
    {
        var json = new JsonInput(file, new MemoryStream(bytes), Refuse);
        var classes = new List<ClassName>();
        json.Expect(JsonTokenType.StartArray, "a list of classes");
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

    static List<ClassName> ReadCsv(byte[] bytes, string file)
    {
        var classes = new List<ClassName>();
        foreach (var (line, fields) in CsvRows.Read(new MemoryStream(bytes), file, ',', Refuse))
        {
            if (classes.Count == 0 && fields.All(f => _headers.Contains(f.ToLowerInvariant()))) continue;
            classes.Add(fields switch
            {
                [var name] => new ClassName(name, name),
                [var id, var name] => new ClassName(id, name),
                [var index, var id, var name] when ClassNumber.TryParse(index, out var number) && number == classes.Count => new ClassName(id, name),
                _ => throw Refuse($"{file}, line {line}: not 'name', 'id,name' or '{classes.Count},id,name'"),
            });
        }
        return classes;
    }

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.ClassesInvalid, message);
}
