namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>What the <c>classes</c> of a dataset registration may say.</summary>
static class ClassSpaceResolver
{
    /// <summary>Take the names of the class folders.</summary>
    public const string FromFolders = "from-folders";

    /// <param name="classes"><c>imagenet-1k</c>, <c>from-folders</c>, or the path of a class list relative to the datasets root.</param>
    /// <param name="datasetsRoot">Where class lists lie.</param>
    /// <param name="folders">Names of the dataset's class folders; null when its layout has none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ClassSpace> ResolveAsync(
        string classes,
        string datasetsRoot,
        IReadOnlyCollection<string>? folders,
        CancellationToken cancellationToken
    )
    {
        if (classes == ImageNet1kClasses.Key)
            return ImageNet1kClasses.Space;
        if (classes != FromFolders)
            return await ClassListFile
                .ReadAsync(DatasetPath.Resolve(datasetsRoot, classes), Path.GetFileNameWithoutExtension(classes), cancellationToken)
                .ConfigureAwait(false);
        if (folders is null)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesInvalid,
                "this layout has no class folders to take the classes from. Name a class list or 'imagenet-1k'"
            );
        return OfFolders(folders);
    }

    /// <summary>Sorted by name; folders that are all numbers are sorted as numbers, so that '2' comes before '10'.</summary>
    public static ClassSpace OfFolders(IReadOnlyCollection<string> folders)
    {
        var numbers = folders.All(f => ClassNumber.TryParse(f, out _));
        var sorted = numbers
            ? folders.Order(
                Comparer<string>.Create((a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b))
            )
            : folders.Order(StringComparer.Ordinal);
        return ClassSpace.Create(FromFolders, sorted.Select(name => new ClassName(name, name)));
    }
}
