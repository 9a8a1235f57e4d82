using Bench.Data;
using Bench.Data.Blobs;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bench.Service.Agreements;

/// <summary>The agreement that every process over one database keeps files in one store: a worker at another would find
/// nothing of what is asked of it, and nobody would find what it makes.</summary>
/// <remarks>The store carries a mark whose text is in the database. A store without one, as a restored backup is, gets
/// it where it has what the database names. Over SQLite there is one process.</remarks>
public sealed class StoreAgreement(
    BenchDb db,
    AgreementBook book,
    CheckedBlobStore blobs,
    BlobWriter writer,
    BenchOptions options,
    ILogger<StoreAgreement> log
)
{
    public const string Name = "store";

    /// <summary>Newest files that are looked for in a store without a mark.</summary>
    const int LookedFor = 3;

    /// <exception cref="FailureException">It is another store.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (db is SqliteBenchDb)
            return;
        try
        {
            await RequireAsync(cancellationToken);
        }
        catch (BlobStoreAwayException error)
        {
            // A start does not wait for it, as nothing else does: work that needs it waits.
            log.LogWarning("it is not known yet whether the store is that of the other processes ({Reason})", error.Message);
        }
    }

    async Task RequireAsync(CancellationToken cancellationToken)
    {
        var (agreed, mark) = (await book.FindAsync(Name, cancellationToken), await blobs.FindTextAsync(BlobKeys.Mark, cancellationToken));
        if (mark is not null && mark == agreed)
            return;
        if (agreed is not null && (mark is not null || !await HasWhatIsNamedAsync(cancellationToken)))
            throw new FailureException(
                "store-differs",
                $"The store of this process ({options.Blobs ?? "the folder blobs of its data directory"}) is not the one of the "
                    + "processes that used this database before. Give it the same Bench:Blobs and Bench:S3Endpoint. Where the files have "
                    + "moved there as they were, start one process with Bench:AgreeAnew:0=store once.",
                "Give it the same Bench:Blobs, or start once with Bench:AgreeAnew:0=store."
            );
        mark = agreed ?? mark ?? $"{Guid.NewGuid():N}";
        // Dies in between: a mark that the database knows nothing of, which the next start takes over.
        await writer.WriteAsync(path => File.WriteAllTextAsync(path, mark, cancellationToken), _ => BlobKeys.Mark, cancellationToken);
        await book.AgreeAsync(Name, mark, cancellationToken);
    }

    async Task<bool> HasWhatIsNamedAsync(CancellationToken cancellationToken)
    {
        var named = await db
            .Datasets.Where(dataset => dataset.ManifestBlob != null)
            .OrderByDescending(dataset => dataset.Id)
            .Select(dataset => dataset.ManifestBlob!)
            .Take(LookedFor)
            .ToListAsync(cancellationToken);
        foreach (var key in named)
            if (await blobs.HasAsync(key, cancellationToken))
                return true;
        return false;
    }
}
