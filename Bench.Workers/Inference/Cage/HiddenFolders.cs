using Bench.Data;
using Bench.Service.Datasets;

namespace Bench.Workers.Inference.Cage;

/// <summary>The service's own folders, where they lie in one that the cage shows: an empty folder takes their
/// place.</summary>
internal static class HiddenFolders
{
    /// <summary>Without these no child starts: a folder around one of them cannot be hidden.</summary>
    static readonly string[] Needed = ["/usr/lib", "/usr/lib64", "/usr/bin", "/lib", "/lib64", .. ChildExecutable.RuntimeFolders];

    /// <param name="shown">Folders that the cage shows.</param>
    /// <exception cref="InvalidOperationException">One of them cannot be hidden; the message names it.</exception>
    public static IReadOnlyList<string> Below(IReadOnlyList<string> shown, BenchOptions options)
    {
        var (seen, needed) = (Real(shown), Real(Needed));
        var program = DatasetPath.RealPath(ChildExecutable.ProgramFolder);
        List<string> hidden = [];
        foreach (var (name, folder) in Private(options))
        {
            var real = DatasetPath.RealPath(folder);
            if (!seen.Any(other => DatasetPath.IsInside(other, real)))
                continue;
            if (needed.Any(other => DatasetPath.IsInside(real, other)) || (real != program && DatasetPath.IsInside(real, program)))
                throw new InvalidOperationException(
                    $"{name} is {folder}, which holds what a model's process needs to run, so the sandbox cannot hide it; "
                        + "choose a folder of its own, such as /var/lib/bench"
                );
            hidden.Add(real);
        }
        if (seen.Any(other => DatasetPath.IsInside(other, program)))
            hidden.Add(program);
        // The outer ones first: what is inside them is hidden with them.
        return
        [
            .. hidden
                .Where(Directory.Exists)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Where(folder => !hidden.Any(other => other != folder && DatasetPath.IsInside(other, folder))),
        ];
    }

    static IEnumerable<(string Name, string Folder)> Private(BenchOptions options)
    {
        yield return ("Bench:DataDirectory", options.DataPath);
        yield return ("Bench:DatasetsRoot", options.DatasetsPath);
        yield return ("Bench:CacheDirectory", options.CachePath);
        yield return ("Bench:UnpackDirectory", options.UnpackPath);
        if (options.Blobs is { Length: > 0 } blobs && !blobs.Contains("://", StringComparison.Ordinal))
            yield return ("Bench:Blobs", Path.GetFullPath(blobs));
    }

    static string[] Real(IEnumerable<string> folders) => [.. folders.Where(Directory.Exists).Select(DatasetPath.RealPath)];
}
