using Bench.Data;
using Bench.Data.Blobs;

namespace Bench.Service.Models;

/// <summary>The SHA-256 of every file of an unpacked model, in a file next to its folder: what lies in the cache is used only while it is
/// what was unpacked.</summary>
/// <remarks>Lines of <c>hash, two spaces, path</c>, as sha256sum reads them, after a comment with the folder's name: the files of
/// another model are not these, though they are whole.</remarks>
static class FileSums
{
    /// <summary>Whether the folder holds just the files that were written down, unchanged. A file is read once in a process, and again when
    /// its length or time says that it was written.</summary>
    public static async Task<bool> HoldAsync(string folder, VerifiedFiles verified, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder) || !File.Exists(PathOf(folder)))
            return false;
        var lines = await File.ReadAllLinesAsync(PathOf(folder), cancellationToken);
        if (lines.Length != 1 + Files(folder).Count() || lines[0] != NameOf(folder))
            return false;
        foreach (var line in lines[1..])
            if (line.Length < 67 || !await verified.HasAsync(Path.Combine(folder, line[66..]), line[..64], cancellationToken))
                return false;
        return lines.Length > 1;
    }

    /// <summary>The time of the sums is the model's last use.</summary>
    public static void Use(string folder, TimeProvider time) =>
        File.SetLastWriteTimeUtc(PathOf(folder), time.OfFiles().GetUtcNow().UtcDateTime);

    /// <summary>Writes down what was unpacked into <paramref name="staged"/>, for when it is moved to <paramref name="folder"/>.</summary>
    public static async Task WriteAsync(string folder, string staged, CancellationToken cancellationToken)
    {
        var lines = new List<string> { NameOf(folder) };
        foreach (var path in Files(staged))
            lines.Add($"{await VerifiedFiles.Sha256Async(path, cancellationToken)}  {Path.GetRelativePath(staged, path)}");
        var written = PathOf(staged);
        await File.WriteAllLinesAsync(written, lines, cancellationToken);
        File.Move(written, PathOf(folder), overwrite: true);
    }

    static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    static string NameOf(string folder) => $"# {Path.GetFileName(folder)}";

    /// <summary>The file with the sums of a folder's files.</summary>
    public static string PathOf(string folder) => $"{folder}.sha256";
}
