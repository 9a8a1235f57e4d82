using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Registry;

public static class DatasetQueries
{
    /// <exception cref="RefusalException">There is no such dataset.</exception>
    public static async Task<Dataset> FindDatasetAsync(this BenchDb db, string key, CancellationToken cancellationToken) =>
        await db.Datasets.AsNoTracking().SingleOrDefaultAsync(dataset => dataset.Key == key, cancellationToken)
        ?? throw RefusalException.NotFound(
            "dataset",
            "dataset-not-found",
            key,
            "List the datasets with GET /api/v1/datasets; an operator registers new ones."
        );

    /// <exception cref="RefusalException">The dataset is not ready to be used.</exception>
    public static void RequireReady(this Dataset dataset)
    {
        if (dataset.State == DatasetState.Importing)
            throw RefusalException.Conflict(
                "dataset-importing",
                $"The dataset '{dataset.Key}' is still being imported.",
                $"Wait until GET /api/v1/datasets/{dataset.Key} says ready."
            );
        if (dataset.State == DatasetState.Failed)
            throw RefusalException.Conflict(
                "dataset-failed",
                $"The import of the dataset '{dataset.Key}' failed: {dataset.Failure?.Message}",
                "Ask the operator to correct its files and import it again."
            );
    }
}
