using Bench.Data.Attacks;
using Bench.Data.Blobs;
using Bench.Service.Storage;

namespace Bench.Service.Attacks;

/// <summary>The images of attacks in the blob store.</summary>
public sealed class AttackResultStore(JsonBlobs blobs)
{
    /// <returns>The blob's key.</returns>
    public Task<string> WriteAsync(Guid attack, AttackResults results, CancellationToken cancellationToken) =>
        blobs.WriteAsync(results, sha256 => BlobKeys.Attack(attack, sha256), cancellationToken);

    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public async Task<AttackResults> ReadAsync(Attack attack, CancellationToken cancellationToken) =>
        attack.ResultsBlob is { } key ? await blobs.ReadAsync<AttackResults>(key, cancellationToken) : AttackResults.None;
}
