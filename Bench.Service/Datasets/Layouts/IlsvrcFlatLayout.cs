using System.IO.Enumeration;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>ILSVRC val as it is unpacked: pictures in one folder (or below) and a list that says which class each one
/// is.</summary>
/// <remarks>
/// Where the operator names no list, the first of these is taken, looked for in the folder and then next to it:
/// <c>val.txt</c>, <c>*_filename_wnid*.txt</c>, <c>labels.csv</c>, <c>labels.txt</c>, <c>LOC_val_solution.csv</c>,
/// <c>labels_pug_imagenet.csv</c>. Labels are class ids or indices in the order of the class space.
/// <c>ILSVRC2012_validation_ground_truth.txt</c> is not a list of that kind: its numbers count the challenge's own
/// class order, and it is refused by name.
/// </remarks>
sealed class IlsvrcFlatLayout : IDatasetLayout
{
    static readonly string[] Lists =
    [
        "val.txt",
        "*_filename_wnid*.txt",
        "labels.csv",
        "labels.txt",
        "LOC_val_solution.csv",
        "labels_pug_imagenet.csv",
    ];

    public string Id => LayoutIds.IlsvrcFlat;

    public string Reads => "`ILSVRC2012_val_*.JPEG` in one folder, with a list of labels";

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) => null;

    public async Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var root = context.Tree.Root;
        var list = context.Options.List is { } given
            ? DatasetPath.Resolve(context.Options.DatasetsRoot, given)
            : FindList(root) ?? FindInside(Path.GetDirectoryName(root), context.Options.DatasetsRoot) ?? throw NoList(root);
        var rows = await ImageList.ReadAsync(list, Refuse, cancellationToken);
        var paths = context.Tree.ImagesUnder("", null);
        var images = paths.Select(path => new ManifestImage(path, 0, default, [], FacetSet.None)).ToArray();
        var index = new ImageIndex(images);
        var (found, missing, repeated) = (new FoundImage?[images.Length], new FirstTen(), new FirstTen());
        foreach (var (name, classes) in ListLabels.Resolve(rows, context))
        {
            var image = index.Find(name);
            if (image < 0)
                missing.Add(name);
            else if (found[image] is not null)
                repeated.Add(name);
            else
                found[image] = new FoundImage(paths[image], classes, FacetSet.None);
        }
        var extra = FirstTen.Of(paths.Where((_, i) => found[i] is null));
        if (repeated.Any)
            throw Refuse($"{Counted.Of(repeated.Count, "image is", "images are")} listed more than once: {repeated}");
        if (missing.Any)
            throw Refuse(
                $"{Counted.Of(missing.Count, "image")} of {Path.GetFileName(list)} {Counted.Word(missing.Count, "is", "are")} "
                    + $"not in the folder: {missing}"
            );
        if (extra.Any)
            throw Refuse($"{Counted.Of(extra.Count, "picture is", "pictures are")} not in {Path.GetFileName(list)}: {extra}");
        return [.. found.Select(f => f!.Value)];
    }

    static string? FindInside(string? folder, string datasetsRoot) =>
        folder is not null && DatasetPath.IsInside(DatasetPath.RealPath(datasetsRoot), folder) ? FindList(folder) : null;

    static string? FindList(string folder)
    {
        var files = ReadableFolder
            .Files(folder)
            .Select(f => Path.GetFileName(f))
            .Where(f => !ImageTree.IsImage(f))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return
            Lists
                .Select(pattern => files.FirstOrDefault(f => FileSystemName.MatchesSimpleExpression(pattern, f)))
                .FirstOrDefault(f => f is not null)
                is { } name
            ? Path.Join(folder, name)
            : null;
    }

    static DatasetImportException NoList(string root) =>
        Refuse(
            $"there is no list of labels; one of {string.Join(", ", Lists)} was looked for"
                + (
                    File.Exists(Path.Join(root, "ILSVRC2012_validation_ground_truth.txt"))
                        ? ". ILSVRC2012_validation_ground_truth.txt counts classes in the challenge's own order, which is not that "
                            + "of the sorted WordNet ids: give a list with WordNet ids"
                        : ""
                )
        );

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.ListInvalid, message);
}
