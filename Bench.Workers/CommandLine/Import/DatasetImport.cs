using System.Globalization;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Formats;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.CommandLine.Import;

/// <summary>Registers a dataset and does its import in this process; if it dies, any worker goes on.</summary>
internal sealed class DatasetImport(
    BenchDb db,
    DatasetRegistration registration,
    WorkRunner runner,
    LabelRegistration labels,
    TimeProvider time
)
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <exception cref="Service.Refusals.RefusalException">The key is taken, or a field cannot be accepted.</exception>
    /// <exception cref="FailureException">The files are not what they should be.</exception>
    public async Task<ImportResult> RunAsync(ImportRequest request, Action<string> tell, CancellationToken cancellationToken)
    {
        var (dataset, item) = await registration.AddAsync(
            new RegisterDatasetRequest(request.Key, request.Variant, request.Layout, request.Path, request.Classes),
            cancellationToken
        );
        await ImportAsync(dataset, item, tell, cancellationToken);
        if (dataset.State == DatasetState.Failed)
            throw new FailureException(dataset.Failure!);
        List<string> keys = [LabelFormats.Original, .. await labels.AddAsync(dataset, request.Labels, cancellationToken)];
        return new ImportResult(dataset.Key, dataset.ImageCount, dataset.ClassCount, dataset.ManifestHash!, keys);
    }

    /// <summary>Until the dataset is ready or has failed, in this process or on a worker that took it first.</summary>
    async Task ImportAsync(Dataset dataset, WorkItem item, Action<string> tell, CancellationToken cancellationToken)
    {
        var running = runner.RunItemAsync(item.Id, item.Kind, cancellationToken);
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
                        $"{progress.Done:N0} of {Counted.Of(progress.Total, "image")}, {progress.UnitsPerSecond:N0} images/s"
                    )
                );
            await db.Entry(dataset).ReloadAsync(cancellationToken);
        }
        await running;
    }
}
