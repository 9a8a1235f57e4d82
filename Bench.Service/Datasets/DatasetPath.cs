using Bench.Service.Inputs;

namespace Bench.Service.Datasets;

/// <summary>Paths that come from outside and must stay in a folder.</summary>
public static class DatasetPath
{
    const int LongestPath = 1024;

    /// <summary>Full path of <paramref name="relative"/> under <paramref name="root"/>, with every link on the way
    /// resolved.</summary>
    /// <exception cref="DatasetImportException">The path is absolute, climbs out (by <c>..</c> or by a link) or does
    /// not exist.</exception>
    public static string Resolve(string root, string relative)
    {
        if (!IsSafe(relative))
            throw Unsafe($"'{FirstTen.Printable(relative)}' is not a path inside the datasets root. Give a relative path without '..'");
        var real = RealPath(root);
        var path = Path.Join(real, relative);
        if (!Path.Exists(path))
            throw new DatasetImportException(
                DatasetImportCodes.Missing,
                $"there is no '{FirstTen.Printable(relative)}' in the datasets root"
            );
        var target = RealPath(path);
        if (!Directory.Exists(target) && !RegularFile.Is(target))
            throw Unsafe($"'{FirstTen.Printable(relative)}' is {RegularFile.Otherwise}");
        return IsInside(real, target)
            ? target
            : throw Unsafe($"'{FirstTen.Printable(relative)}' leads out of the datasets root through a link");
    }

    /// <summary>Whether the text is a relative path with '/' between names, none of them empty, '.' or '..', and
    /// nothing that a file system reads in its own way.</summary>
    public static bool IsSafe(string path)
    {
        if (path.Length is 0 or > LongestPath || path.Any(char.IsControl) || path.Contains('\\'))
            return false;
        foreach (var name in path.AsSpan().Split('/'))
            if (path.AsSpan(name) is "" or "." or "..")
                return false;
        return path.Length < 2 || path[1] != ':';
    }

    /// <summary>The path with every symbolic link in it followed.</summary>
    public static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Join(RealPath(parent), Path.GetFileName(full));
        var info = new FileInfo(here);
        if (info.LinkTarget is null)
            return here;
        try
        {
            if (info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                return RealPath(target.FullName);
        }
        catch (IOException)
        {
            // It leads in a circle.
        }
        throw Unsafe($"the link '{FirstTen.Printable(Path.GetFileName(full))}' cannot be followed: it leads to itself, or to nothing");
    }

    public static bool IsInside(string root, string path) =>
        path.Length == root.Length
            ? path == root
            : path.StartsWith(root, StringComparison.Ordinal) && (root.EndsWith('/') || path[root.Length] == '/');

    static DatasetImportException Unsafe(string message) => new(DatasetImportCodes.PathUnsafe, message);
}
