using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Blobs;
using Bench.Data.Work;
using Bench.Service.Storage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Attacks;

/// <summary>The images of attacks in the blob store: a blob for each slice, named by the slice's work item.</summary>
public sealed class AttackResultStore(JsonBlobs blobs)
{
    /// <summary>Blobs that are read at once: a store that is far away answers each only after a while.</summary>
    const int Readers = 8;

    /// <summary>Blobs of the images that are done, in the order in which they were chosen.</summary>
    /// <param name="db">Has the slices.</param>
    /// <param name="attack">The attack; what versions before this one did of it is in one blob, which the attack names itself.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<IReadOnlyList<string>> SlicesAsync(BenchDb db, Attack attack, CancellationToken cancellationToken)
    {
        var slices = await db
            .Work.Where(item => item.SubjectId == attack.Id && item.Kind == WorkKind.RunAttack && item.Result != null)
            .OrderBy(item => item.Start)
            .Select(item => item.Result!)
            .ToListAsync(cancellationToken);
        return attack.ResultsBlob is { } before ? [before, .. slices] : slices;
    }

    /// <param name="attack">Whose slice it is.</param>
    /// <param name="slice">Its images.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The blob's key.</returns>
    public Task<string> WriteAsync(Guid attack, AttackResults slice, CancellationToken cancellationToken) =>
        blobs.WriteAsync(slice, sha256 => BlobKeys.Attack(attack, sha256), cancellationToken);

    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public Task<AttackResults> ReadAsync(string slice, CancellationToken cancellationToken) =>
        blobs.ReadAsync<AttackResults>(slice, cancellationToken);

    /// <summary>Several slices as one.</summary>
    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public async Task<AttackResults> ReadAsync(IReadOnlyList<string> slices, CancellationToken cancellationToken)
    {
        var read = new AttackResults[slices.Count];
        await Parallel.ForAsync(
            0,
            read.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken },
            async (i, token) => read[i] = await ReadAsync(slices[i], token)
        );
        return AttackResults.Join(read);
    }
}
