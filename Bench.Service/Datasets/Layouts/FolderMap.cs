using System.Collections.Immutable;
using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>ObjectNet's map: the ImageNet classes of each folder, several where a folder is wider than a class, none
/// where ImageNet has no such class.</summary>
/// <remarks>
/// JSON: <c>{folder: "names; names"}</c> where names are all lemmas of a class (<c>folder_to_imagenet_1k.json</c>), or
/// <c>{folder: [class id or index, …]}</c>. Found by convention in the dataset's folder, in its <c>mappings</c>, or in
/// the <c>mappings</c> next to it. Without that file the two official ones are joined:
/// <c>folder_to_objectnet_label.json</c> and <c>objectnet_to_imagenet_1k.json</c>.
/// </remarks>
public sealed class FolderMap
{
    readonly Dictionary<string, ImmutableArray<ushort>> _classes;

    FolderMap(Dictionary<string, ImmutableArray<ushort>> classes) => _classes = classes;

    /// <summary>Folders that have a class.</summary>
    public IReadOnlyCollection<string> Folders => _classes.Keys;

    /// <summary>Every class of the map, ascending: the mask.</summary>
    public IReadOnlyList<ushort> Classes => [.. _classes.Values.SelectMany(c => c).Distinct().Order()];

    /// <summary>Classes of a folder; empty when the map does not know it.</summary>
    public ImmutableArray<ushort> this[string folder] => _classes.GetValueOrDefault(folder, []);

    public static async Task<FolderMap> FindAsync(
        string root,
        DatasetImportOptions options,
        ClassSpace classes,
        CancellationToken cancellationToken
    )
    {
        if (options.ClassMap is { } given)
            return Resolve(await ReadAsync(DatasetPath.Resolve(options.DatasetsRoot, given), cancellationToken), classes);
        var parent = Path.GetDirectoryName(root);
        string?[] folders =
        [
            root,
            Path.Join(root, "mappings"),
            parent is not null && DatasetPath.IsInside(DatasetPath.RealPath(options.DatasetsRoot), parent)
                ? Path.Join(parent, "mappings")
                : null,
        ];
        foreach (var folder in folders.OfType<string>())
        {
            var (direct, label, classOf) = (
                Path.Join(folder, "folder_to_imagenet_1k.json"),
                Path.Join(folder, "folder_to_objectnet_label.json"),
                Path.Join(folder, "objectnet_to_imagenet_1k.json")
            );
            if (File.Exists(direct))
                return Resolve(await ReadAsync(direct, cancellationToken), classes);
            if (!File.Exists(label) || !File.Exists(classOf))
                continue;
            var names = await ReadAsync(classOf, cancellationToken);
            var joined = new Dictionary<string, List<string>>();
            foreach (var (name, objectNetLabel) in await ReadAsync(label, cancellationToken))
                if (names.TryGetValue(objectNetLabel[0], out var mapped))
                    joined[name] = mapped;
            return Resolve(joined, classes);
        }
        throw Refuse(
            "ObjectNet needs its map from folders to ImageNet classes: put folder_to_imagenet_1k.json into the folder "
                + "'mappings', or name the file"
        );
    }

    static FolderMap Resolve(Dictionary<string, List<string>> map, ClassSpace classes)
    {
        var byName = classes
            .Classes.Select((c, i) => (c.Name, i))
            .GroupBy(c => c.Name)
            .Where(g => g.Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().i, StringComparer.Ordinal);
        var (resolved, unknown) = (new Dictionary<string, ImmutableArray<ushort>>(StringComparer.Ordinal), new FirstTen());
        foreach (var (folder, words) in map)
        {
            var found = words.Select(w => classes.Resolve(w) ?? (byName.TryGetValue(w, out var i) ? i : -1)).ToArray();
            for (var i = 0; i < found.Length; i++)
                if (found[i] < 0)
                    unknown.Add($"'{words[i]}' of {folder}");
            resolved[folder] = [.. found.Where(c => c >= 0).Distinct().Order().Select(c => (ushort)c)];
        }
        return unknown.Any
            ? throw Refuse(
                $"{Counted.Of(unknown.Count, "class", "classes")} of the map {Counted.Word(unknown.Count, "is", "are")} not in "
                    + $"'{classes.Key}': {unknown}"
            )
            : new FolderMap(resolved);
    }

    static async Task<Dictionary<string, List<string>>> ReadAsync(string path, CancellationToken cancellationToken) =>
        Read(await InputFile.ReadAsync(path, 16 << 20, Refuse, cancellationToken), Path.GetFileName(path));

    static Dictionary<string, List<string>> Read(byte[] bytes, string file)
    {
        var json = new JsonInput(file, new MemoryStream(bytes), Refuse);
        var map = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        json.Expect(JsonTokenType.StartObject, "an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var folder = json.Text("a folder");
            var words = map[folder] = [];
            json.Read();
            if (json.Token == JsonTokenType.String)
                words.AddRange(json.Text("class names").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            else
            {
                json.Require(JsonTokenType.StartArray, "class names or a list of classes");
                while (json.Read() && json.Token != JsonTokenType.EndArray)
                    words.Add(json.Token == JsonTokenType.Number ? $"{json.Number("a class index")}" : json.Text("a class id"));
            }
            if (words.Count == 0)
                throw json.Refusal($"'{FirstTen.Printable(folder)}' has no class");
        }
        json.End();
        return map;
    }

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.ListInvalid, message);
}
