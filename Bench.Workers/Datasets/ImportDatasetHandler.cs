using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Datasets;

/// <summary>Makes a dataset's manifest and its original labels.</summary>
internal sealed class ImportDatasetHandler(
    BenchDb db,
    WorkQueue queue,
    IBlobStore blobs,
    DatasetStore store,
    LabelSetRegistry labels,
    VariantCatalog variants,
    BenchOptions options
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.ImportDataset;

    public TimeSpan TimeLimit => TimeSpan.FromHours(12);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        var imported = await ImportAsync(dataset, heartbeat, cancellationToken);

        // Dies before the commit: blobs named by their hash lie unused, the journal makes the next attempt quick.
        var manifest = await PutAsync(
            BlobKeys.Manifest,
            stream => ManifestWriter.WriteAsync(imported.Manifest, stream, cancellationToken),
            cancellationToken
        );
        var classes = await PutAsync(
            BlobKeys.ClassSpace,
            stream => WriteClassesAsync(imported.Classes, stream, cancellationToken),
            cancellationToken
        );
        var target = new LabelTarget(imported.Manifest, manifest.Hash, imported.Classes);
        var original =
            dataset.OutOfDistribution ? await labels.StageAsync(OriginalLabels.MakeEmpty(target), cancellationToken)
            : imported.Manifest.Images.Any(image => !image.Classes.IsEmpty)
                ? await labels.StageAsync(OriginalLabels.Make(target, dataset.HeldOutUntil is not null), cancellationToken)
            : null;
        var properties = PropertyFacets.Make(target, imported.Properties) is { } facets
            ? await labels.StageAsync(facets, cancellationToken)
            : null;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        dataset.ManifestBlob = manifest.Key;
        dataset.ManifestHash = manifest.Hash;
        dataset.ClassSpaceBlob = classes.Key;
        dataset.ImageCount = imported.Manifest.Count;
        dataset.ClassCount = imported.Manifest.ScoredCount;
        dataset.ClassSpaceSize = imported.Classes.Count;
        dataset.HasImages = imported.Manifest.HasPictures;
        dataset.Unpacked = dataset.ParentId is not null
            ? dataset.Unpacked
            : imported.ContentRoot is { } root && root.StartsWith(store.UnpackFolder(dataset.Id), StringComparison.Ordinal);
        dataset.State = DatasetState.Ready;
        dataset.Checks = [.. imported.Checks];
        dataset.Failure = null;
        if (original is not null)
            await labels.AddAsync(dataset.Id, original, cancellationToken);
        if (properties is not null)
            await labels.AddAsync(dataset.Id, properties, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        File.Delete(Journal(dataset.Id));
    }

    async Task<ImportedDataset> ImportAsync(Dataset dataset, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.CachePath);
        if (dataset.ParentId is { } parentId)
            return await GeneratedManifest.ImportAsync(
                dataset,
                await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == parentId, cancellationToken),
                store,
                cancellationToken
            );
        try
        {
            return await DatasetImporter.ImportAsync(
                DatasetPath.Resolve(options.DatasetsPath, dataset.Path),
                variants.Get(dataset.Variant),
                new DatasetImportOptions
                {
                    Layout = dataset.Layout,
                    Variant = dataset.Variant,
                    Classes = dataset.Classes,
                    Masked = dataset.Masked,
                    OutOfDistribution = dataset.OutOfDistribution,
                    DatasetsRoot = options.DatasetsPath,
                    ContentFolder = store.UnpackFolder(dataset.Id),
                    Journal = Journal(dataset.Id),
                    Properties = true,
                },
                new ImportReporter(heartbeat),
                cancellationToken
            );
        }
        catch (DatasetImportException error)
        {
            throw new FailureException(
                error.Code,
                Sentence.Of(error.Message),
                "Mend the files or the registration, delete the dataset and register it again."
            );
        }
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await db
            .Datasets.Where(dataset => dataset.Id == lease.SubjectId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(dataset => dataset.State, DatasetState.Failed).SetProperty(dataset => dataset.Failure, failure),
                cancellationToken
            );
        // A failed import is never gone on with. Dies before the commit: the next attempt unpacks again and fails
        // again.
        if (Directory.Exists(store.UnpackFolder(lease.SubjectId)))
            Directory.Delete(store.UnpackFolder(lease.SubjectId), recursive: true);
    }

    public Task<bool> MakeRoomAsync(WorkLease lease, CancellationToken cancellationToken)
    {
        var unpacked = store.UnpackFolder(lease.SubjectId);
        if (!Directory.Exists(unpacked))
            return Task.FromResult(false);
        Directory.Delete(unpacked, recursive: true);
        return Task.FromResult(FreeSpace.Available(options.UnpackPath) >= options.MinFreeBytes);
    }

    string Journal(Guid datasetId) => Path.Combine(options.CachePath, $"import-{datasetId:N}.journal");

    async Task<(string Key, string Hash)> PutAsync(
        Func<string, string> keyOf,
        Func<Stream, Task<string>> write,
        CancellationToken cancellationToken
    )
    {
        using var file = TemporaryFile.In(options.CachePath);
        string hash;
        await using (var stream = File.Create(file.Path))
            hash = await write(stream);
        await blobs.PutAsync(keyOf(hash), file.Path, cancellationToken);
        return (keyOf(hash), hash);
    }

    static async Task<string> WriteClassesAsync(ClassSpace classes, Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(classes.ToText()), cancellationToken);
        return classes.Hash;
    }

    /// <summary>Hashing is what takes the time; its progress is the work item's.</summary>
    sealed class ImportReporter(WorkHeartbeat heartbeat) : IProgress<DatasetImportProgress>
    {
        readonly long _start = Stopwatch.GetTimestamp();

        public void Report(DatasetImportProgress value) =>
            heartbeat.Report(
                new WorkProgress(
                    (int)value.Done,
                    (int)value.Total,
                    value.Done / Math.Max(1e-3, Stopwatch.GetElapsedTime(_start).TotalSeconds)
                )
            );
    }
}
