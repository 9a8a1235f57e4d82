using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Entries of a folder of a dataset. One that cannot be read is the dataset's fault, and no fault of the
/// machine that is tried again.</summary>
static class ReadableFolder
{
    /// <param name="folder">Full path.</param>
    /// <param name="name">As the registration named it.</param>
    /// <exception cref="DatasetImportException">It cannot be read.</exception>
    public static IReadOnlyList<FileSystemInfo> Entries(string folder, string name)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = error is UnauthorizedAccessException ? " (permission denied)" : "";
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"the folder '{FirstTen.Printable(name)}' cannot be read{reason}",
                error
            );
        }
    }

    /// <summary>Full paths of its files.</summary>
    /// <inheritdoc cref="Entries"/>
    public static IEnumerable<string> Files(string folder) =>
        Entries(folder, Path.GetFileName(folder)).OfType<FileInfo>().Select(file => file.FullName);
}
