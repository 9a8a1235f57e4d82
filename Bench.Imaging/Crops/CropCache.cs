namespace Bench.Imaging.Crops;

/// <summary>The crop files of a machine: one for each (dataset, geometry, decoder), built by the first evaluation as it
/// runs, shared by all processes, evicted least recently used first.</summary>
/// <remarks>Opening, making and evicting happen under one lock file, so that no file vanishes between being found and
/// being opened. An open crop file carries a shared lock (in any process, released by the system when that process
/// dies); eviction takes the exclusive lock first and passes over a file where it cannot. A file's time of last writing
/// is its time of last use.</remarks>
public sealed class CropCache(CropCacheOptions options, TimeProvider time)
{
    public const string Extension = ".crops";

    const string ScratchPrefix = "scratch-";

    /// <summary>Error codes of opening while another process has the lock; a read-only disk gives others.</summary>
    const int LinuxWouldBlock = 11,
        MacWouldBlock = 35,
        WindowsSharingViolation = unchecked((int)0x80070020);

    static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens the crop file for a part of a dataset, making it where there is none. Where the whole dataset
    /// would not fit under the limit, the file holds this part only and is deleted when closed.</summary>
    /// <param name="key">What the crops are of.</param>
    /// <param name="images">Number of images of the whole dataset.</param>
    /// <param name="first">First image that will be asked for.</param>
    /// <param name="count">Number of images that will be asked for.</param>
    /// <param name="cancellationToken">Ends the wait for another process that opens or evicts.</param>
    /// <exception cref="CropDiskFullException">The disk has no room for <paramref name="count"/> crops, and nothing is
    /// left to evict.</exception>
    public async Task<CropWriter> OpenAsync(CropKey key, int images, int first, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, images - first);
        Directory.CreateDirectory(options.Directory);
        using var exclusive = await LockAsync(cancellationToken);
        var whole = new CropLayout(key.Canonical, 0, images, key.Geometry.Width, key.Geometry.Height);
        var path = Path.Combine(options.Directory, key.FileName);
        if (File.Exists(path) && CropWriter.Open(path, key.Canonical) is { } found)
        {
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return found;
        }
        // A damaged file is replaced: readers that have it open keep the old one.
        File.Delete(path);
        var isKept = whole.FileBytes <= options.MaximumBytes;
        var part = whole with { First = first, Count = count };
        Evict(isKept ? options.MaximumBytes - whole.FileBytes : options.MaximumBytes, part.FileBytes);
        if (!isKept)
            return CropWriter.Create(
                Path.Combine(options.Directory, $"{ScratchPrefix}{Guid.NewGuid():n}{Extension}"),
                part,
                deleteOnDispose: true
            );
        var made = CropWriter.Create(path, whole);
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        return made;
    }

    /// <summary>Deletes files that are not open, longest unused first, until the rest takes at most
    /// <paramref name="allowed"/> bytes and <paramref name="needed"/> bytes are free; and whatever killed processes
    /// left behind.</summary>
    void Evict(long allowed, long needed)
    {
        var files = new DirectoryInfo(options.Directory).GetFiles();
        foreach (
            var stray in files.Where(file =>
                file.Name.StartsWith(ScratchPrefix, StringComparison.Ordinal)
                || file.Name.EndsWith(CropWriter.Unfinished, StringComparison.Ordinal)
            )
        )
            TryDelete(stray);
        var kept = files
            .Where(file => file.Extension == Extension && !file.Name.StartsWith(ScratchPrefix, StringComparison.Ordinal))
            .ToList();
        var total = kept.Sum(file => file.Length);
        var disk = new DriveInfo(Path.GetFullPath(options.Directory));
        foreach (var file in kept.OrderBy(file => file.LastWriteTimeUtc))
        {
            var length = file.Length;
            if ((total > allowed || disk.AvailableFreeSpace < needed) && TryDelete(file))
                total -= length;
        }
        if (disk.AvailableFreeSpace < needed)
            throw new CropDiskFullException(options.Directory, needed, disk.AvailableFreeSpace);
    }

    static bool TryDelete(FileInfo file)
    {
        try
        {
            using var exclusive = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            file.Delete();
            return true;
        }
        catch (IOException)
        {
            // Open in some process, or gone already.
            return false;
        }
    }

    async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Directory, "lock");
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException error) when (error.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
            {
                await Task.Delay(LockRetry, time, cancellationToken);
            }
        }
    }
}
