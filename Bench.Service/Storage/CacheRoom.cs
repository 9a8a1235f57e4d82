using Bench.Data;

namespace Bench.Service.Storage;

/// <summary>Makes room on a full disk: removes models and copies of blobs that this machine has not used of late. Crops are limited
/// where they are kept.</summary>
/// <remarks>Whatever lies in the cache may be removed at any time: it is fetched again. Dies in between: a model without its sums is
/// unpacked again.</remarks>
public sealed class CacheRoom(BenchOptions options, TimeProvider time)
{
    /// <summary>A file that was used within this time may be in use.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromMinutes(10);

    /// <returns>Models and copies that were removed.</returns>
    public int Make()
    {
        var until = time.OfFiles().GetUtcNow().UtcDateTime - InUse;
        var removed = 0;
        foreach (var folder in Entries("models", folders: true).Where(folder => UsedAt(folder) < until))
        {
            // The sums first: a folder without them is no model.
            File.Delete($"{folder}.sha256");
            Directory.Delete(folder, recursive: true);
            removed++;
        }
        // Only there are they copies: a store of files may have been put anywhere.
        var copies = options.Blobs?.StartsWith("s3://", StringComparison.Ordinal) == true ? Entries("blobs", folders: false) : [];
        foreach (var copy in copies.Where(copy => File.GetLastWriteTimeUtc(copy) < until))
        {
            File.Delete(copy);
            removed++;
        }
        return removed;
    }

    /// <summary>A model's last use is the time of its sums; what never became one is as old as its folder.</summary>
    static DateTime UsedAt(string folder) =>
        File.Exists($"{folder}.sha256") ? File.GetLastWriteTimeUtc($"{folder}.sha256") : Directory.GetLastWriteTimeUtc(folder);

    List<string> Entries(string part, bool folders)
    {
        var root = Path.Combine(options.CachePath, part);
        return !Directory.Exists(root) ? []
            : folders ? [.. Directory.EnumerateDirectories(root)]
            : [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)];
    }
}
