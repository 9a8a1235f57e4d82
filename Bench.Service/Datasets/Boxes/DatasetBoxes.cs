using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Inquiries;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Boxes;

/// <summary>Boxes of objects that are attached to a dataset. Explanations of its images are held against
/// them.</summary>
/// <remarks>A file goes when another one takes its place, or with its dataset; one that an explanation under way is
/// held against goes when that ends, however it ends. Putting and removing a file hold the dataset's row meanwhile,
/// so none is removed that has just been put.</remarks>
public sealed class DatasetBoxes(BenchDb db, DatasetStore datasets, IBlobStore blobs)
{
    /// <summary>Attaches a file of boxes in place of the one before.</summary>
    /// <exception cref="RefusalException">There is no such dataset, it is not ready, or the file is not in order;
    /// nothing has changed.</exception>
    public async Task<Dataset> SetAsync(string key, ReceivedFile file, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        dataset.RequireReady();
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> boxes;
        await using (var content = File.OpenRead(file.Path))
            boxes = BoxFile.Read(content, manifest.Index);
        BoxFile.RequirePixels(boxes);
        return await StoreAsync(dataset, file, boxes.Count, cancellationToken);
    }

    /// <summary>Detaches the boxes, if there are any.</summary>
    /// <exception cref="RefusalException">There is no such dataset.</exception>
    public async Task<Dataset> RemoveAsync(string key, CancellationToken cancellationToken) =>
        await StoreAsync(await db.FindDatasetAsync(key, cancellationToken), null, 0, cancellationToken);

    /// <summary>Removes a file unless it is the dataset's, or an explanation under way needs it.</summary>
    /// <param name="dataset">The dataset's id.</param>
    /// <param name="hash">SHA-256 of the file.</param>
    /// <param name="cancellationToken">Stops it; the file stays then.</param>
    /// <remarks>Takes part in the caller's transaction, if there is one. Where that is not committed an explanation may
    /// go on without boxes.</remarks>
    public async Task CollectAsync(Guid dataset, string hash, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellationToken)
            : null;
        await HoldAsync(dataset, cancellationToken);
        if (
            await db.Datasets.AnyAsync(candidate => candidate.Id == dataset && candidate.BoxesHash == hash, cancellationToken)
            || await db
                .Inquiries.IgnoreQueryFilters()
                .Where(inquiry => inquiry.DatasetId == dataset && inquiry.Spec.Contains(hash))
                .UnderWay()
                .AnyAsync(cancellationToken)
        )
            return;
        await blobs.DeleteAsync(BlobKeys.Boxes(dataset, hash), cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
    }

    /// <param name="dataset">The dataset's id.</param>
    /// <param name="hash">SHA-256 of the file.</param>
    /// <param name="manifest">The dataset's images.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the file has been replaced.</returns>
    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were sent.</exception>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<ImageBox>>?> ReadAsync(
        Guid dataset,
        string hash,
        DatasetManifest manifest,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var content = File.OpenRead(await blobs.FetchAsync(BlobKeys.Boxes(dataset, hash), cancellationToken));
            return BoxFile.Read(content, manifest.Index);
        }
        catch (FileNotFoundException)
        {
            // Replaced between the request and the row that needs it; otherwise it is lost.
            if (await db.Datasets.AnyAsync(candidate => candidate.Id == dataset && candidate.BoxesHash == hash, cancellationToken))
                throw;
            return null;
        }
    }

    async Task<Dataset> StoreAsync(Dataset dataset, ReceivedFile? file, int images, CancellationToken cancellationToken)
    {
        var hash = file?.Sha256;
        string? before;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await HoldAsync(dataset.Id, cancellationToken);
            before = await db
                .Datasets.Where(candidate => candidate.Id == dataset.Id)
                .Select(candidate => candidate.BoxesHash)
                .SingleOrDefaultAsync(cancellationToken);
            // Dies before the commit: a blob lies unused until the same file is put again.
            if (file is not null)
                await blobs.PutAsync(BlobKeys.Boxes(dataset.Id, file.Sha256), file.Path, cancellationToken);
            await db
                .Datasets.Where(candidate => candidate.Id == dataset.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(candidate => candidate.BoxesHash, hash).SetProperty(candidate => candidate.BoxedImages, images),
                    cancellationToken
                );
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the file before stays behind. It wastes disk space and changes no result.
        if (before is not null)
            await CollectAsync(dataset.Id, before, cancellationToken);
        (dataset.BoxesHash, dataset.BoxedImages) = (hash, images);
        return dataset;
    }

    /// <summary>Takes the dataset's row until the transaction ends.</summary>
    Task<int> HoldAsync(Guid dataset, CancellationToken cancellationToken) =>
        db
            .Datasets.Where(candidate => candidate.Id == dataset)
            .ExecuteUpdateAsync(
                set => set.SetProperty(candidate => candidate.BoxedImages, candidate => candidate.BoxedImages),
                cancellationToken
            );
}
