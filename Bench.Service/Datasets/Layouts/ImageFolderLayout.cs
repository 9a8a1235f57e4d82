using System.Collections.Immutable;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary><c>&lt;class id&gt;/**/*.JPEG</c>; or, without any folder, files named
/// <c>&lt;class id&gt;_….JPEG</c>.</summary>
sealed class ImageFolderLayout : IDatasetLayout
{
    public string Id => LayoutIds.ImageFolder;

    public string Reads => "a folder for each class, named by wnid (or by class, with `from-folders`)";

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) =>
        tree.Folders(tree.Unwrap()) is { Count: > 0 } folders ? folders : null;

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var start = context.Tree.Unwrap();
        var folders = context.Tree.Folders(start);
        return Task.FromResult<IReadOnlyList<FoundImage>>(
            folders.Count == 0
                ? ByName(context, start)
                : ByFolder(
                    context,
                    start,
                    folders,
                    folder => context.Map is { } map ? map[folder] : Label(context, folder),
                    cancellationToken,
                    folder => context.Folders?.Read(folder)?.Facets ?? FacetSet.None
                )
        );
    }

    /// <summary>Class folders whose names <paramref name="label"/> understands; shared with the layouts that have such
    /// folders further down.</summary>
    internal static List<FoundImage> ByFolder(
        LayoutContext context,
        string start,
        IReadOnlyList<string> folders,
        Func<string, ImmutableArray<ushort>?> label,
        CancellationToken cancellationToken,
        Func<string, FacetSet>? facets = null
    )
    {
        var (found, unknown, empty, unexpected) = (new List<FoundImage>(), new FirstTen(), new FirstTen(), new FirstTen());
        foreach (var folder in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (label(folder) is not { } classes)
            {
                unknown.Add(ImageTree.Join(start, folder));
                continue;
            }
            var images = context.Tree.ImagesUnder(ImageTree.Join(start, folder), unexpected);
            if (images.Count == 0)
                empty.Add(ImageTree.Join(start, folder));
            var known = facets?.Invoke(folder) ?? FacetSet.None;
            foreach (var image in images)
                found.Add(new FoundImage(image, classes, known));
        }
        var loose = FirstTen.Of(context.Tree.ImagesIn(start));
        if (unknown.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassUnknown,
                $"{Counted.Of(unknown.Count, "folder is no class", "folders are no classes")} of '{context.Classes.Key}': "
                    + $"{unknown}. "
                    + (
                        found.Count == 0
                            ? "Where the folders are the classes themselves, say from-folders as 'classes'"
                            : "Give the right 'classes' or remove them"
                    )
            );
        if (loose.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"{Counted.Of(loose.Count, "picture lies", "pictures lie")} next to the class folders: {loose}"
            );
        if (empty.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                $"{Counted.Of(empty.Count, "class folder has", "class folders have")} no picture: {empty}"
                    + (unexpected.Any ? $". Names of pictures end in {ImageTree.Endings}, which {unexpected.First} does not" : "")
            );
        if (unexpected.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"{Counted.Of(unexpected.Count, "file")} in class folders "
                    + $"{Counted.Word(unexpected.Count, "is no picture", "are no pictures")}: {unexpected}. Remove them; of "
                    + $"films, import the frames. Names of pictures end in {ImageTree.Endings}"
            );
        return found;
    }

    internal static ImmutableArray<ushort>? Label(LayoutContext context, string folder) =>
        context.Folders is { } names
            ? names.Read(folder) is { } read && context.Classes.Resolve(read.Class) is { } number
                ? context.Labels[number]
                : null
            : context.Classes.IndexOf(folder) is { } index
                ? context.Labels[index]
                : context.Options.OutOfDistribution
                    ? []
                    : null;

    static List<FoundImage> ByName(LayoutContext context, string start)
    {
        var (found, unknown) = (new List<FoundImage>(), new FirstTen());
        foreach (var path in context.Tree.ImagesIn(start))
        {
            var name = Path.GetFileName(path);
            if (Label(context, name.Split('_')[0]) is { } classes)
                found.Add(new FoundImage(path, classes, FacetSet.None));
            else
                unknown.Add(name);
        }
        return unknown.Any
            ? throw new DatasetImportException(
                DatasetImportCodes.ClassUnknown,
                $"there are no class folders, and the names of {Counted.Of(unknown.Count, "picture")} do not begin with a class id of "
                    + $"'{context.Classes.Key}' and '_': {unknown}. Use the layout 'ilsvrc-flat' with a list file"
            )
            : found;
    }
}
