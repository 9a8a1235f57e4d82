using System.Collections.Concurrent;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Datasets;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Verification;

/// <summary>Reads every stored file that a row names, and every picture of every dataset, and compares the bytes with
/// the SHA-256 that was written down when they were stored; and checks the log.</summary>
public sealed class StoreVerifier(BenchDb db, CheckedBlobStore blobs, DatasetStore datasets, StoredLogAudit log, TimeProvider time)
{
    const int Readers = 2;

    /// <summary>Reads everything and makes the list that /health shows say what was found, no more and no
    /// less.</summary>
    /// <param name="pictures">Whether datasets' pictures are read too.</param>
    /// <param name="progress">Told how many things of how many are done.</param>
    /// <param name="cancellationToken">Ends it; the list stays as it was.</param>
    public async Task<VerificationReport> RunAsync(bool pictures, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var keys = (await StoredNames.OfAsync(db, cancellationToken)).Blobs;
        var shelves = new List<(string Dataset, string Root, DatasetManifest Manifest)>();
        var unseen = new List<string>();
        if (pictures)
            await FindPicturesAsync(shelves, unseen, cancellationToken);

        var damaged = new ConcurrentDictionary<string, DamageException>();
        var (done, total) = (0, keys.Count + shelves.Sum(shelf => shelf.Manifest.Count));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            keys,
            parallel,
            async (key, token) =>
            {
                if (await blobs.FindDamageAsync(key, token) is { } damage)
                    damaged[key] = damage;
                progress(Interlocked.Increment(ref done), total);
            }
        );
        foreach (var (dataset, root, manifest) in shelves)
            await Parallel.ForAsync(
                0,
                manifest.Count,
                parallel,
                (i, token) =>
                {
                    var image = manifest.Images[i];
                    if (!IsAsImported(root, image, token))
                        damaged[$"{dataset}/{image.Path}"] = DamageException.Picture(dataset, image.Path);
                    progress(Interlocked.Increment(ref done), total);
                    return ValueTask.CompletedTask;
                }
            );
        var (logReport, faults) = await log.RunAsync(cancellationToken);
        foreach (var fault in faults)
            damaged[fault.Subject] = fault;
        await WriteAsync(damaged.Values, pictures, unseen, cancellationToken);
        return new VerificationReport(
            keys.Count,
            total - keys.Count,
            unseen,
            [.. damaged.Values.OrderBy(each => each.Subject, StringComparer.Ordinal).Select(DamagedThing.Of)],
            logReport
        );
    }

    async Task FindPicturesAsync(List<(string, string, DatasetManifest)> shelves, List<string> unseen, CancellationToken cancellationToken)
    {
        foreach (
            var dataset in await db
                .Datasets.AsNoTracking()
                .Where(dataset => dataset.State == DatasetState.Ready)
                .OrderBy(dataset => dataset.Key)
                .ToListAsync(cancellationToken)
        )
        {
            try
            {
                var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
                var root = datasets.ContentRoot(dataset);
                // Generated pictures are another dataset's, and read with it.
                if (!manifest.HasPictures || manifest.Generation is not null)
                    continue;
                if (Directory.Exists(root))
                    shelves.Add((dataset.Key, root, manifest));
                else
                    unseen.Add(dataset.Key);
            }
            catch (Exception error) when (error is DamageException or DatasetImportException)
            {
                // The manifest is damaged itself and listed; without it nothing is known of the pictures.
                unseen.Add(dataset.Key);
            }
        }
    }

    static bool IsAsImported(string root, ManifestImage image, CancellationToken cancellationToken)
    {
        try
        {
            return ImageHasher.Hash(new FileInfo(Path.Combine(root, image.Path)), cancellationToken) == image.Hash;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Records the damage; the record of what was not looked at stays as it was.</summary>
    async Task WriteAsync(ICollection<DamageException> damaged, bool pictures, List<string> unseen, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await db.Damages.ToListAsync(cancellationToken);
        var found = damaged.Select(each => each.Subject).ToHashSet();
        db.Damages.RemoveRange(
            known.Where(old =>
                !found.Contains(old.Subject)
                && (old.Code != DamageException.PictureCode || (pictures && !unseen.Contains(old.Subject.Split('/')[0])))
            )
        );
        db.Damages.AddRange(
            damaged
                .ExceptBy(known.Select(old => old.Subject), each => each.Subject)
                .Select(each => new Damage
                {
                    Subject = each.Subject,
                    Code = each.Failure.Code,
                    FoundAt = time.GetUtcNow().UtcDateTime,
                })
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
