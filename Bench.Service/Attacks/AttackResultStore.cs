using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Blobs;
using Bench.Service.Storage;
using Bench.Service.Work;

namespace Bench.Service.Attacks;

/// <summary>The images of attacks in the blob store. A blob's name has the hash of its bytes, which every reading is checked
/// against.</summary>
public sealed class AttackResultStore(IBlobStore blobs, BenchOptions options)
{
    /// <summary>The same results give the same bytes.</summary>
    /// <returns>The blob's key.</returns>
    public async Task<string> WriteAsync(Guid attack, AttackResults results, CancellationToken cancellationToken)
    {
        using var file = TemporaryFile.In(options.CachePath);
        await File.WriteAllTextAsync(file.Path, WorkJson.Write(results), cancellationToken);
        var key = BlobKeys.Attack(attack, await VerifiedFiles.Sha256Async(file.Path, cancellationToken));
        await blobs.PutAsync(key, file.Path, cancellationToken);
        return key;
    }

    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public async Task<AttackResults> ReadAsync(Attack attack, CancellationToken cancellationToken) =>
        attack.ResultsBlob is { } key
            ? WorkJson.Read<AttackResults>(await File.ReadAllTextAsync(await blobs.FetchAsync(key, cancellationToken), cancellationToken))
            : AttackResults.None;
}
