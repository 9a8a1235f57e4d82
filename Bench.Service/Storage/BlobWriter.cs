using Bench.Data;
using Bench.Data.Blobs;

namespace Bench.Service.Storage;

/// <summary>Puts what is made here into the blob store: a temporary file, its SHA-256 in the blob's key, the store.</summary>
/// <remarks>Dies on the way: a file in the cache under a name that nobody reads, or a blob that no row names. Neither changes what is
/// known.</remarks>
public sealed class BlobWriter(IBlobStore blobs, BenchOptions options)
{
    /// <param name="make">Writes the file at the path that it is given.</param>
    /// <param name="keyOf">The blob's key, from the SHA-256 of the bytes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The blob's key.</returns>
    public async Task<string> WriteAsync(Func<string, Task> make, Func<string, string> keyOf, CancellationToken cancellationToken)
    {
        using var file = TemporaryFile.In(options.CachePath);
        await make(file.Path);
        return await StoreAsync(file, keyOf, cancellationToken);
    }

    /// <summary>The same for a file that was made before.</summary>
    public async Task<string> StoreAsync(TemporaryFile file, Func<string, string> keyOf, CancellationToken cancellationToken)
    {
        var key = keyOf(await VerifiedFiles.Sha256Async(file.Path, cancellationToken));
        await blobs.PutAsync(key, file.Path, cancellationToken);
        return key;
    }
}
