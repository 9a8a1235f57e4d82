using Bench.Data.Blobs;

namespace Bench.Service.Storage;

/// <summary>Whether this process may write the store of blobs: it writes a few bytes and removes them. The answer is cached, because
/// requests to a bucket are billed.</summary>
public sealed class StoreRights(IBlobStore blobs, BlobWriter writer, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer is used again.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    /// <summary>How long a refusal is used again.</summary>
    public static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(10);

    const string Key = "health/written";

    readonly SemaphoreSlim _one = new(1);
    BlobStoreRefusesException? _refusal;
    long? _askedAt;

    /// <summary>The store's refusal where this process may not write; null where it may, and where the store does not
    /// answer or this machine has no room to try, which are other faults.</summary>
    public async Task<BlobStoreRefusesException?> FindRefusalAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_askedAt is { } at && time.GetElapsedTime(at) < (_refusal is null ? KnownFor : RefusedFor))
                return _refusal;
            _refusal = await TryAsync(cancellationToken);
            _askedAt = time.GetTimestamp();
            return _refusal;
        }
        finally
        {
            _one.Release();
        }
    }

    async Task<BlobStoreRefusesException?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(path => File.WriteAllTextAsync(path, "written", cancellationToken), _ => Key, cancellationToken);
            await blobs.DeleteAsync(Key, cancellationToken);
        }
        catch (BlobStoreRefusesException refusal)
        {
            return refusal;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Unreachable or full: reported elsewhere. A write-once store may refuse to delete.
        }
        return null;
    }

    public void Dispose() => _one.Dispose();
}
