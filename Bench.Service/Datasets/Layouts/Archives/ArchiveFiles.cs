using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>The archive files that a dataset's path means: the file itself, or those in the folder, in ordinal
/// order.</summary>
static class ArchiveFiles
{
    public static IReadOnlyList<string> Find(string root, params string[] extensions)
    {
        string[] files = File.Exists(root)
            ? [root]
            :
            [
                .. ReadableFolder
                    .Files(root)
                    .Where(f => extensions.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                    .Order(StringComparer.Ordinal),
            ];
        var outside = FirstTen.Of(
            files.Where(f => !DatasetPath.IsInside(DatasetPath.RealPath(root), DatasetPath.RealPath(f))).Select(f => Path.GetFileName(f))
        );
        if (outside.Any)
            throw new DatasetImportException(
                DatasetImportCodes.PathUnsafe,
                $"{outside.Count:N0} archives are links that lead out of the dataset: {outside}"
            );
        var special = FirstTen.Of(files.Where(f => !RegularFile.Is(f)).Select(f => Path.GetFileName(f)));
        if (special.Any)
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"{special.Count:N0} archives are {RegularFile.Otherwise}: {special}"
            );
        var closed = FirstTen.Of(files.Where(f => !MayRead(f)).Select(f => Path.GetFileName(f)));
        if (closed.Any)
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"{Counted.Of(closed.Count, "archive")} cannot be read (permission denied): {closed}"
            );
        return files.Length > 0
            ? files
            : throw new DatasetImportException(
                DatasetImportCodes.Missing,
                $"there is no file {string.Join(" or ", extensions)} in '{Path.GetFileName(root)}'"
                    + (
                        FirstTen.Of(ReadableFolder.Files(root).Select(f => Path.GetFileName(f))) is { Any: true } others
                            ? $"; there are {others}"
                            : ""
                    )
            );
    }

    static bool MayRead(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>File name without its extensions, for folders named after shards.</summary>
    public static string Stem(string file) => Path.GetFileName(file).Split('.')[0] is { Length: > 0 } stem ? stem : "shard";
}
