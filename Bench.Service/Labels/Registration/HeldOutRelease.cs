using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Gives the held-out halves out whose date has come: their labels become a label set, under which everything
/// is scored.</summary>
public sealed class HeldOutRelease(BenchDb db, DatasetStore datasets, LabelSetRegistration registration, TimeProvider time)
{
    /// <returns>Keys of the datasets whose half was given out now.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db
            .Datasets.AsNoTracking()
            .Where(dataset =>
                dataset.HeldOutUntil != null
                && dataset.HeldOutUntil <= now
                && dataset.State == DatasetState.Ready
                && !db.LabelSets.Any(set => set.DatasetId == dataset.Id && set.Key == HeldOutHalf.Key)
            )
            .ToListAsync(cancellationToken);
        foreach (var dataset in due)
            // Dies in between: the next round finds those that are left.
            await registration.RegisterAsync(
                dataset.Id,
                [HeldOutHalf.LabelsOf(await datasets.TargetAsync(dataset, cancellationToken))],
                cancellationToken
            );
        return due.ConvertAll(dataset => dataset.Key);
    }
}
