using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Reads a dataset's folder: names in ordinal order, hidden files and litter left out, links followed only
/// where they stay inside.</summary>
public sealed class ImageTree
{
    const int Deepest = 8;

    static readonly HashSet<string> Extensions = new([".jpeg", ".jpg", ".png", ".webp", ".bmp"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="DatasetImportException">There is no such folder.</exception>
    public ImageTree(string root)
    {
        if (!Directory.Exists(root))
            throw new DatasetImportException(DatasetImportCodes.Missing, $"there is no folder '{Path.GetFileName(root)}'");
        Root = DatasetPath.RealPath(root);
    }

    /// <summary>Real path of the folder.</summary>
    public string Root { get; }

    /// <summary>Endings of pictures, for messages.</summary>
    public static string Endings => string.Join(", ", Extensions.Order(StringComparer.Ordinal));

    public static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name));

    /// <summary>Names of the folders in <paramref name="folder"/> (relative to the root, empty for the root
    /// itself).</summary>
    public IReadOnlyList<string> Folders(string folder) =>
        [.. Entries(folder).OfType<DirectoryInfo>().Select(d => d.Name).Order(StringComparer.Ordinal)];

    /// <summary>Paths, relative to the root, of the pictures that lie directly in <paramref name="folder"/>.</summary>
    public IReadOnlyList<string> ImagesIn(string folder) =>
        [.. Entries(folder).OfType<FileInfo>().Where(f => IsImage(f.Name)).Select(f => Join(folder, f.Name)).Order(StringComparer.Ordinal)];

    /// <summary>Paths, relative to the root, of all pictures under <paramref name="folder"/>; other files are counted
    /// as <paramref name="unexpected"/>.</summary>
    public List<string> ImagesUnder(string folder, FirstTen? unexpected)
    {
        var images = new List<string>();
        Collect(folder, images, unexpected, 0);
        return images;
    }

    /// <summary>The folder that holds the class folders: the root, or the one folder in it that holds folders only
    /// (archives often wrap their content so).</summary>
    public string Unwrap()
    {
        var folder = "";
        for (var depth = 0; depth < 3; depth++)
        {
            if (ImagesIn(folder).Count > 0 || Folders(folder).Where(f => f != "mappings").ToArray() is not [var only])
                break;
            var inner = Join(folder, only);
            if (Folders(inner).Count == 0 || ImagesIn(inner).Count > 0)
                break;
            folder = inner;
        }
        return folder;
    }

    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    void Collect(string folder, List<string> images, FirstTen? unexpected, int depth)
    {
        if (depth > Deepest)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"folders are more than {Deepest} deep at '{FirstTen.Printable(folder)}'. Is there a link to a folder above?"
            );
        foreach (var entry in Entries(folder))
        {
            var path = Join(folder, entry.Name);
            if (entry is DirectoryInfo)
                Collect(path, images, unexpected, depth + 1);
            else if (IsImage(entry.Name))
                images.Add(path);
            else
                unexpected?.Add(path);
        }
    }

    IEnumerable<FileSystemInfo> Entries(string folder)
    {
        foreach (var entry in ReadableFolder.Entries(Path.Join(Root, folder), folder.Length == 0 ? Path.GetFileName(Root) : folder))
        {
            if (Litter.Is(entry.Name))
                continue;
            var path = Join(folder, entry.Name);
            if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal))
                throw new DatasetImportException(
                    DatasetImportCodes.Unreadable,
                    $"the name of '{FirstTen.Printable(path)}' is not UTF-8. Rename it"
                );
            if (!DatasetPath.IsSafe(path))
                throw new DatasetImportException(
                    DatasetImportCodes.PathUnsafe,
                    $"'{FirstTen.Printable(path)}' cannot be a path of the dataset: control characters, '\\' and names over 1,024 "
                        + "characters are refused"
                );
            yield return (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? Follow(entry, path) : entry;
        }
    }

    FileSystemInfo Follow(FileSystemInfo link, string path)
    {
        var target = DatasetPath.RealPath(link.FullName);
        if (!DatasetPath.IsInside(Root, target))
            throw new DatasetImportException(
                DatasetImportCodes.PathUnsafe,
                $"the link '{FirstTen.Printable(path)}' leads out of the dataset. Copy the files, or make the dataset's root wider"
            );
        if (Directory.Exists(target))
            return new DirectoryInfo(link.FullName);
        return File.Exists(target)
            ? new FileInfo(link.FullName)
            : throw new DatasetImportException(DatasetImportCodes.Unreadable, $"the link '{FirstTen.Printable(path)}' points to nothing");
    }
}
