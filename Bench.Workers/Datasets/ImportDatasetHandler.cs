using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service;
using Bench.Service.Datasets;
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
    BlobWriter writer,
    DatasetStore store,
    LabelSetRegistry labels,
    VariantCatalog variants,
    BenchOptions options
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.ImportDataset;

    public TimeSpan TimeLimit => TimeSpan.FromHours(12);

    public string AfterDeadline => "Register the dataset in parts, or ask the operator whether the disk of its pictures is slow.";

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        var imported = await ImportAsync(dataset, heartbeat, cancellationToken);

        // Dies before the commit: blobs named by their hash lie unused, the journal makes the next attempt quick.
        var manifest = await writer.WriteAsync(
            path => WriteManifestAsync(imported.Manifest, path, cancellationToken),
            BlobKeys.Manifest,
            cancellationToken
        );
        var manifestHash = BlobKeys.Sha256Of(manifest)!;
        var classes = await writer.WriteAsync(
            path => File.WriteAllTextAsync(path, imported.Classes.ToText(), cancellationToken),
            BlobKeys.ClassSpace,
            cancellationToken
        );
        var target = new LabelTarget(imported.Manifest, manifestHash, imported.Classes);
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
        dataset.ManifestBlob = manifest;
        dataset.ManifestHash = manifestHash;
        dataset.ClassSpaceBlob = classes;
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

    static async Task WriteManifestAsync(DatasetManifest manifest, string path, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(path);
        await ManifestWriter.WriteAsync(manifest, stream, cancellationToken);
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
