namespace Bench.Data.Blobs;

/// <summary>Blobs as files under one folder; several machines may share it.</summary>
/// <remarks>A folder in it is made when a process opens the store. Where it is gone later, the store itself is: a share
/// that is no longer mounted leaves an empty folder, in which every blob would seem lost and whatever is put would
/// be.</remarks>
internal sealed class FileBlobStore(string root) : IBlobStore
{
    readonly string _root = root;
    readonly string? _sign = MakeSign(root);

    public async Task PutAsync(string key, string localFile, CancellationToken cancellationToken)
    {
        RequireStore();
        try
        {
            await CopyAsync(PathOf(key), localFile, cancellationToken);
        }
        catch (Exception error) when (BlobStoreRefusesException.Is(error))
        {
            throw new BlobStoreRefusesException(error);
        }
    }

    static async Task CopyAsync(string target, string localFile, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Across file systems a move is a copy, which a kill can cut short: copy next to the target first, so that the last step is a
        // rename.
        var staged = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (!TryRename(localFile, staged))
            {
                await using (var source = File.OpenRead(localFile))
                await using (var copy = File.Create(staged))
                    await source.CopyToAsync(copy, cancellationToken);
                File.Delete(localFile);
            }
            File.Move(staged, target, overwrite: true);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) =>
        new FileStream(
            await FetchAsync(key, cancellationToken),
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read | FileShare.Delete,
            1 << 16,
            FileOptions.Asynchronous
        );

    public Task<string> FetchAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path))
            return Task.FromResult(path);
        RequireStore();
        throw new FileNotFoundException($"blob {key} is not in {_root}", path);
    }

    /// <remarks>What is read is the store itself.</remarks>
    public bool Forget(string key) => false;

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path))
            File.Delete(path);
        else
            RequireStore();
        return Task.CompletedTask;
    }

    /// <returns>Null where this process may not make it, and so cannot tell.</returns>
    static string? MakeSign(string root)
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine(root, Path.GetDirectoryName(BlobKeys.Mark)!)).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first write tells of it.
            return null;
        }
    }

    /// <exception cref="BlobStoreAwayException">What is at the root is not the store that was opened.</exception>
    void RequireStore()
    {
        if (_sign is not null && !Directory.Exists(_sign))
            throw new BlobStoreAwayException(new DirectoryNotFoundException($"{_sign} is missing: is the store mounted?"));
    }

    string PathOf(string key) => Path.Combine(_root, BlobKey.Checked(key));

    static bool TryRename(string from, string to)
    {
        // rename(2) alone: File.Move would fall back to a copy on another file system.
        return Interop.Rename(from, to) == 0;
    }
}
