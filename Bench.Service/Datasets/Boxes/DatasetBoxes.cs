using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Boxes;

/// <summary>Boxes of objects that are attached to a dataset. Explanations of its images are held against them.</summary>
/// <remarks>A file is named by its hash and stays in the store when another one takes its place: explanations say under which they were
/// made.</remarks>
public sealed class DatasetBoxes(BenchDb db, DatasetStore datasets, IBlobStore blobs)
{
    /// <summary>Attaches a file of boxes in place of the one before.</summary>
    /// <exception cref="RefusalException">There is no such dataset, it is not ready, or the file is not in order; nothing has
    /// changed.</exception>
    public async Task<Dataset> SetAsync(string key, ReceivedFile file, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        dataset.RequireReady();
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> boxes;
        await using (var content = File.OpenRead(file.Path))
            boxes = BoxFile.Read(content, manifest.Index);
        // Dies before the update: a blob named by its hash lies unused.
        await blobs.PutAsync(BlobKeys.Boxes(file.Sha256), file.Path, cancellationToken);
        return await StoreAsync(dataset, file.Sha256, boxes.Count, cancellationToken);
    }

    /// <summary>Detaches the boxes, if there are any.</summary>
    /// <exception cref="RefusalException">There is no such dataset.</exception>
    public async Task<Dataset> RemoveAsync(string key, CancellationToken cancellationToken) =>
        await StoreAsync(await db.FindDatasetAsync(key, cancellationToken), null, 0, cancellationToken);

    /// <param name="hash">SHA-256 of the file.</param>
    /// <param name="manifest">The dataset's images.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were sent.</exception>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<ImageBox>>> ReadAsync(
        string hash,
        DatasetManifest manifest,
        CancellationToken cancellationToken
    )
    {
        await using var content = File.OpenRead(await blobs.FetchAsync(BlobKeys.Boxes(hash), cancellationToken));
        return BoxFile.Read(content, manifest.Index);
    }

    async Task<Dataset> StoreAsync(Dataset dataset, string? hash, int images, CancellationToken cancellationToken)
    {
        await db
            .Datasets.Where(candidate => candidate.Id == dataset.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(candidate => candidate.BoxesHash, hash).SetProperty(candidate => candidate.BoxedImages, images),
                cancellationToken
            );
        (dataset.BoxesHash, dataset.BoxedImages) = (hash, images);
        return dataset;
    }
}
