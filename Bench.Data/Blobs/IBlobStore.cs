namespace Bench.Data.Blobs;

/// <summary>Named, immutable bytes that every machine can read: models, manifests, label sets, predictions.</summary>
/// <remarks>Keys are relative paths of letters, digits, '-', '_', '.' and '/'. A key always has the same bytes, so
/// writing it again is harmless, and mends it where it was damaged. A reader sees a blob whole or not at all: dying in the middle of a
/// write leaves nothing under the key.</remarks>
public interface IBlobStore
{
    /// <summary>Stores a local file under a key; moves it when it can, so the file is gone afterwards.</summary>
    /// <exception cref="BlobStoreRefusesException">This process may not write the store.</exception>
    Task PutAsync(string key, string localFile, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading from its start.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    Task<Stream> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>A local, read-only file with the blob's bytes; fetched into this machine's cache where the store is remote.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    Task<string> FetchAsync(string key, CancellationToken cancellationToken);

    /// <summary>Drops this machine's copy, so that the next fetch reads the store; false where there is no copy and the store is what is
    /// read.</summary>
    bool Forget(string key);

    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
