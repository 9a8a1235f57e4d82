using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Changes;

/// <summary>Changes who may see a dataset. What was made of it follows at once: nothing stores its own
/// rights.</summary>
public sealed class DatasetSharing(BenchDb db, AudienceRules audiences)
{
    /// <exception cref="RefusalException">There is no such dataset, or no such audience.</exception>
    public async Task<Dataset> ChangeAsync(string key, DatasetPatch patch, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var errors = new FieldErrors();
        await audiences.CheckAsync(patch.Sharing, caller: null, errors, cancellationToken);
        errors.ThrowIfAny("dataset-invalid", "The change", "Correct the fields and send it again.");
        if (patch.Sharing is { } sharing)
        {
            var publicFrom = sharing.PublicFrom?.UtcDateTime;
            await db
                .Datasets.Where(candidate => candidate.Id == dataset.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(candidate => candidate.Visibility, sharing.Visibility)
                            .SetProperty(candidate => candidate.TeamId, sharing.TeamId)
                            .SetProperty(candidate => candidate.PublicFrom, publicFrom),
                    cancellationToken
                );
        }
        return await db.FindDatasetAsync(key, cancellationToken);
    }
}
