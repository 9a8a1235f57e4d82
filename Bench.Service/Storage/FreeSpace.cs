using Bench.Data;
using Bench.Service.Refusals;

namespace Bench.Service.Storage;

/// <summary>The folders that this process writes, and whether there is room in them: <c>Bench:MinFreeBytes</c> stays
/// free for the database and for work that has begun.</summary>
public sealed class FreeSpace(BenchOptions options)
{
    const long LookedEvery = 64L << 20;

    /// <summary>Each folder under the name that an operator knows it by.</summary>
    public IEnumerable<(string Name, string Folder)> Folders
    {
        get
        {
            yield return ("data", options.DataPath);
            yield return ("cache", options.CachePath);
            if (options.Blobs is not { Length: > 0 })
                yield return ("blobs", Path.Combine(options.DataPath, "blobs"));
            else if (!options.Blobs.StartsWith("s3://", StringComparison.Ordinal))
                yield return ("blobs", Path.GetFullPath(options.Blobs));
        }
    }

    /// <exception cref="RefusalException">Fewer than the bytes that are announced would fit.</exception>
    public void Require(long bytes)
    {
        if (Available(options.UploadsPath) - options.MinFreeBytes < bytes)
            throw Refused();
    }

    /// <summary>What was announced before the room ran short may be sent into what stays free, but the last of it is
    /// the database's.</summary>
    /// <exception cref="RefusalException">That is reached.</exception>
    public void RequireSome()
    {
        if (Available(options.UploadsPath) < options.MinFreeBytes / 4)
            throw Refused();
    }

    /// <summary>The same, now and then while bytes come.</summary>
    /// <param name="before">Bytes that had come before the newest.</param>
    /// <param name="after">And with them.</param>
    public void RequireSome(long before, long after)
    {
        if (before / LookedEvery != after / LookedEvery)
            RequireSome();
    }

    public static long Available(string folder)
    {
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).AvailableFreeSpace;
    }

    public static RefusalException Refused() =>
        new(
            RefusalKind.StorageFull,
            "storage-full",
            "The service has no room to store this; nothing of it was kept.",
            "Try again later, and tell the operator: /health/ready says what is full."
        );

    /// <summary>The answer to a caller whose request met files of the service that it has no right to, with any
    /// room.</summary>
    public static RefusalException RefusedByStore() =>
        new(
            RefusalKind.StorageFull,
            "store-refused",
            "The service may not read or write files of its own at the moment; nothing of this was kept.",
            "Tell the operator: /health/ready says which cannot be written, and the log names the file."
        );
}
