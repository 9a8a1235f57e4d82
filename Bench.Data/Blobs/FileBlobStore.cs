namespace Bench.Data.Blobs;

/// <summary>Blobs as files under one folder; several machines may share it.</summary>
internal sealed class FileBlobStore(string root) : IBlobStore
{
    public async Task PutAsync(string key, string localFile, CancellationToken cancellationToken)
    {
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

    public Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(
            new FileStream(
                PathOf(key),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                1 << 16,
                FileOptions.Asynchronous
            )
        );

    public Task<string> FetchAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return File.Exists(path) ? Task.FromResult(path) : throw new FileNotFoundException($"blob {key} is not in {root}", path);
    }

    /// <remarks>What is read is the store itself.</remarks>
    public bool Forget(string key) => false;

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    string PathOf(string key) => Path.Combine(root, BlobKey.Checked(key));

    static bool TryRename(string from, string to)
    {
        // rename(2) alone: File.Move would fall back to a copy on another file system.
        return Interop.Rename(from, to) == 0;
    }
}
