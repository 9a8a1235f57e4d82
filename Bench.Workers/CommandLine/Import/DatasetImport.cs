using System.Globalization;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Work;
using Bench.Service;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.CommandLine.Import;

/// <summary>Registers a dataset and does its import in this process; if it dies, any worker goes on.</summary>
internal sealed class DatasetImport(BenchDb db, IWorkRunner runner, LabelRegistration labels, BenchOptions options, TimeProvider time)
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <exception cref="FailureException">The key is taken, a field cannot be accepted, or the files are not what they should
    /// be.</exception>
    public async Task<ImportResult> RunAsync(ImportRequest request, Action<string> tell, CancellationToken cancellationToken)
    {
        Check(request);
        if (await db.Datasets.AnyAsync(dataset => dataset.Key == request.Key, cancellationToken))
            throw Exists(request.Key);
        var now = time.GetUtcNow().UtcDateTime;
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = request.Key,
            Variant = request.Variant,
            Layout = request.Layout,
            Path = request.Path,
            Classes = request.Classes,
            CreatedAt = now,
        };
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.ImportDataset,
            SubjectId = dataset.Id,
            CreatedAt = now,
        };
        db.Datasets.Add(dataset);
        db.Work.Add(item);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            throw Exists(request.Key);
        }
        await ImportAsync(dataset, item, tell, cancellationToken);
        if (dataset.State == DatasetState.Failed)
            throw new FailureException(dataset.Failure!);
        List<string> keys = [LabelFormats.Original, .. await labels.AddAsync(dataset, request.Labels, cancellationToken)];
        return new ImportResult(dataset.Key, dataset.ImageCount, dataset.ClassCount, dataset.ManifestHash!, keys);
    }

    /// <summary>Until the dataset is ready or has failed, whoever of the workers was quicker at taking it.</summary>
    async Task ImportAsync(Dataset dataset, WorkItem item, Action<string> tell, CancellationToken cancellationToken)
    {
        var running = runner.RunAsync(item.Id, item.Kind, cancellationToken);
        while (dataset.State == DatasetState.Importing)
        {
            // Ours to the end, or taken by another worker: then only its row tells.
            if (running.IsFaulted || running.IsCanceled)
                await running;
            if (running.IsCompleted)
                await Task.Delay(Look, time, cancellationToken);
            else
                await Task.WhenAny(running, Task.Delay(Look, time, cancellationToken));
            var progress = await db.Work.AsNoTracking().SingleAsync(candidate => candidate.Id == item.Id, cancellationToken);
            if (progress.Total > 0)
                tell(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{progress.Done:N0} of {progress.Total:N0} images, {progress.UnitsPerSecond:N0} images/s"
                    )
                );
            await db.Entry(dataset).ReloadAsync(cancellationToken);
        }
        await running;
    }

    void Check(ImportRequest request)
    {
        var broken = DatasetRules
            .Broken(request.Key, request.Variant, request.Layout)
            .Select(each => $"{each.Field}: {each.Message}")
            .ToList();
        if (broken.Count > 0)
            throw new FailureException(
                "dataset-invalid",
                $"The dataset is not accepted: {string.Join("; ", broken)}.",
                "See import --help."
            );
        try
        {
            DatasetPath.Resolve(options.DatasetsPath, request.Path);
            if (request.Classes is not (ImageNet1kClasses.Key or ClassSpaceResolver.FromFolders))
                DatasetPath.Resolve(options.DatasetsPath, request.Classes);
        }
        catch (DatasetImportException error)
        {
            throw new FailureException(
                error.Code,
                Sentence.Of(error.Message),
                $"Give a path relative to the datasets root, {options.DatasetsPath} (Bench__DatasetsRoot)."
            );
        }
    }

    static FailureException Exists(string key) =>
        new("dataset-exists", $"There is a dataset '{key}' already.", "Choose another key, or delete that one first.");
}
