using Bench.Data.Damages;

namespace Bench.Data.Blobs;

/// <summary>The store through which all blobs are read: a blob whose name carries a SHA-256 is compared with it before
/// it is handed out, whichever store it came from.</summary>
/// <remarks>A bad copy on this machine is fetched again; only when the store itself gives other bytes is the blob
/// damaged.</remarks>
public sealed class CheckedBlobStore(IBlobStore store, VerifiedFiles verified) : IBlobStore
{
    public Task PutAsync(string key, string localFile, CancellationToken cancellationToken) =>
        store.PutAsync(key, localFile, cancellationToken);

    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) =>
        new FileStream(
            await FetchAsync(key, cancellationToken),
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read | FileShare.Delete,
            1 << 16,
            FileOptions.Asynchronous
        );

    public async Task<string> FetchAsync(string key, CancellationToken cancellationToken)
    {
        if (BlobKeys.Sha256Of(key) is not { } sha256)
            return await store.FetchAsync(key, cancellationToken);
        try
        {
            var path = await store.FetchAsync(key, cancellationToken);
            if (await verified.HasAsync(path, sha256, cancellationToken))
                return path;
            if (!store.Forget(key))
                throw DamageException.Blob(key);
            path = await store.FetchAsync(key, cancellationToken);
            return await verified.HasAsync(path, sha256, cancellationToken) ? path : throw DamageException.Blob(key);
        }
        catch (FileNotFoundException)
        {
            throw DamageException.Blob(key, missing: true);
        }
    }

    /// <summary>Reads the blob from the store itself, whatever copy this machine has; null where its bytes are those
    /// that its name says.</summary>
    public async Task<DamageException?> FindDamageAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await store.OpenAsync(key, cancellationToken);
            return BlobKeys.Sha256Of(key) is not { } sha256 || await VerifiedFiles.Sha256Async(stream, cancellationToken) == sha256
                ? null
                : DamageException.Blob(key);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return DamageException.Blob(key, missing: true);
        }
    }

    /// <summary>Copies the blob from the store itself to a file, which is there whole and as its name says, or not at
    /// all.</summary>
    /// <exception cref="DamageException">It is missing, or other bytes than its name says.</exception>
    public async Task CopyAsync(string key, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = await store.OpenAsync(key, cancellationToken))
            await using (var copy = File.Create(staged))
                await stream.CopyToAsync(copy, cancellationToken);
            if (BlobKeys.Sha256Of(key) is { } sha256 && await VerifiedFiles.Sha256Async(staged, cancellationToken) != sha256)
                throw DamageException.Blob(key);
            File.Move(staged, path, overwrite: true);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DamageException.Blob(key, missing: true);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    /// <summary>A short text as it is in the store itself, whatever copy this machine has; null where there is
    /// none.</summary>
    public async Task<string?> FindTextAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } stream)
            return null;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Whether the store itself has it.</summary>
    public async Task<bool> HasAsync(string key, CancellationToken cancellationToken)
    {
        await using var stream = await FindAsync(key, cancellationToken);
        return stream is not null;
    }

    async Task<Stream?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenAsync(key, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool Forget(string key) => store.Forget(key);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
}
