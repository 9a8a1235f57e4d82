using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels;

public static class LabelSetQueries
{
    /// <summary>The newest version of a dataset's label set.</summary>
    /// <exception cref="RefusalException">There is no such label set.</exception>
    public static async Task<LabelSet> FindLabelSetAsync(
        this BenchDb db,
        Dataset dataset,
        string key,
        CancellationToken cancellationToken
    ) =>
        await db
            .LabelSets.AsNoTracking()
            .SingleOrDefaultAsync(set => set.DatasetId == dataset.Id && set.Key == key && set.IsCurrent, cancellationToken)
        ?? throw RefusalException.NotFound(
            "label set",
            "label-set-not-found",
            key,
            $"List the label sets of the dataset with GET /api/v1/label-sets?dataset={dataset.Key}."
        );
}
