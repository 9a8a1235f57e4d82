using Bench.Data.Blobs;
using Bench.Service.Work;

namespace Bench.Service.Storage;

/// <summary>Records in the blob store, as JSON. A blob's name has the hash of its bytes, which every reading is checked
/// against.</summary>
public sealed class JsonBlobs(IBlobStore blobs, BlobWriter writer)
{
    /// <summary>The same value gives the same bytes.</summary>
    /// <param name="value">What is kept.</param>
    /// <param name="keyOf">The blob's key, from the SHA-256 of the bytes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The blob's key.</returns>
    public Task<string> WriteAsync<T>(T value, Func<string, string> keyOf, CancellationToken cancellationToken) =>
        writer.WriteAsync(path => File.WriteAllTextAsync(path, WorkJson.Write(value), cancellationToken), keyOf, cancellationToken);

    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public async Task<T> ReadAsync<T>(string key, CancellationToken cancellationToken) =>
        WorkJson.Read<T>(await File.ReadAllTextAsync(await blobs.FetchAsync(key, cancellationToken), cancellationToken));
}
