namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Allowed values of <c>classes</c> in a dataset registration.</summary>
public static class ClassSpaceResolver
{
    /// <summary>Take the names of the class folders.</summary>
    public const string FromFolders = "from-folders";

    /// <summary>Whether it is a name, not the path of a file.</summary>
    public static bool IsName(string classes) => classes is ImageNet1kClasses.Key or FromFolders || KnownGroups.Keys.Contains(classes);

    /// <param name="classes"><c>imagenet-1k</c>, <c>from-folders</c>, a name of <see cref="KnownGroups"/>, or the path
    /// of a class list or of groups of classes relative to the datasets root.</param>
    /// <param name="datasetsRoot">Where these files lie.</param>
    /// <param name="folders">Names of the dataset's class folders; null when its layout has none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<DatasetClasses> ResolveAsync(
        string classes,
        string datasetsRoot,
        IReadOnlyCollection<string>? folders,
        CancellationToken cancellationToken
    )
    {
        if (KnownGroups.Find(classes) is { } known)
            return new(ImageNet1kClasses.Space, known);
        if (classes == FromFolders)
            return new(
                OfFolders(
                    folders
                        ?? throw new DatasetImportException(
                            DatasetImportCodes.ClassesInvalid,
                            "this layout has no class folders to take the classes from. Name a class list or 'imagenet-1k'"
                        )
                )
            );
        if (classes == ImageNet1kClasses.Key)
            return new(ImageNet1kClasses.Space);
        var (path, key) = (DatasetPath.Resolve(datasetsRoot, classes), Path.GetFileNameWithoutExtension(classes).Replace(' ', '-'));
        using var groups = await ClassGroupFile.TryOpenAsync(path, cancellationToken);
        if (groups is null)
            return new(await ClassListFile.ReadAsync(path, key, cancellationToken));
        var file = Path.GetFileName(path);
        var over = ClassGroupFile.OverOf(groups.RootElement, file);
        var outputs =
            over == ImageNet1kClasses.Key
                ? ImageNet1kClasses.Space
                : await ClassListFile.ReadAsync(
                    DatasetPath.Resolve(datasetsRoot, over),
                    Path.GetFileNameWithoutExtension(over).Replace(' ', '-'),
                    cancellationToken
                );
        return new(outputs, ClassGroupFile.Read(groups.RootElement, key, file, outputs));
    }

    /// <summary>Sorted by name; folders that are all numbers are sorted as numbers, so that '2' comes before
    /// '10'.</summary>
    internal static ClassSpace OfFolders(IReadOnlyCollection<string> folders)
    {
        var numbers = folders.All(f => ClassIndexText.TryParse(f, out _));
        var sorted = numbers
            ? folders.Order(
                Comparer<string>.Create((a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b))
            )
            : folders.Order(StringComparer.Ordinal);
        return ClassSpace.Create(FromFolders, sorted.Select(name => new ClassName(name, name)));
    }
}
