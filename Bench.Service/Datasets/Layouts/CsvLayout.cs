using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>A list alone, without pictures: <c>file_name,label</c> and the other forms that <see cref="ImageList"/>
/// reads. Such a dataset takes predictions only.</summary>
/// <remarks>In a folder the list is <c>labels.csv</c>, <c>list.csv</c>, <c>val.txt</c> or the only CSV, text or JSON
/// file.</remarks>
sealed class CsvLayout : IDatasetLayout
{
    public string Id => "csv";

    public string Reads => "a list alone, `file_name,label` as a table, JSON or JSON Lines: takes predictions-only submissions";

    public bool HasImages => false;

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) => null;

    public async Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var list = Path.Join(context.Tree.Root, context.File ?? Find(context.Tree.Root));
        var rows = (await ImageList.ReadAsync(list, Refuse, cancellationToken)).ConvertAll(row => row with { Name = Plain(row.Name) });
        var (seen, repeated, unsafePaths) = (new HashSet<string>(rows.Count, StringComparer.Ordinal), new FirstTen(), new FirstTen());
        foreach (var row in rows)
        {
            if (!seen.Add(row.Name))
                repeated.Add($"{row.Name} (line {row.Line})");
            if (!DatasetPath.IsSafe(row.Name))
                unsafePaths.Add($"{row.Name} (line {row.Line})");
        }
        if (unsafePaths.Any)
            throw new DatasetImportException(
                DatasetImportCodes.PathUnsafe,
                $"{Counted.Of(unsafePaths.Count, "name is", "names are")} not relative paths: {unsafePaths}"
            );
        if (repeated.Any)
            throw Refuse($"{Counted.Of(repeated.Count, "image is", "images are")} listed more than once: {repeated}");
        return
        [
            .. ListLabels
                .Resolve(rows, context, context.Options.OutOfDistribution)
                .Select(r => new FoundImage(r.Name, r.Classes, FacetSet.None)),
        ];
    }

    /// <summary>A name as Windows or <c>find .</c> write it, as others do. One with a drive is left: it is refused as it came.</summary>
    static string Plain(string name)
    {
        var plain = name.AsSpan().IndexOfAny('/', ':') >= 0 ? name : name.Replace('\\', '/');
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
    }

    static string Find(string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)["labels.csv", "list.csv", "val.txt"])
            if (File.Exists(Path.Join(folder, name)))
                return name;
        var lists = ReadableFolder
            .Files(folder)
            .Select(f => Path.GetFileName(f))
            .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".csv" or ".txt" or ".json" or ".jsonl" or ".tsv")
            .ToArray();
        return lists is [var only]
            ? only
            : throw Refuse($"the folder holds {lists.Length} lists; name one 'labels.csv', or give the file's path");
    }

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.ListInvalid, message);
}
