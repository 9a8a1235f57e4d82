using Bench.Data;
using Bench.Data.Datasets;

namespace Bench.Service.Datasets.Registry;

/// <summary>Rows of datasets by their id.</summary>
public static class DatasetRows
{
    /// <summary>The dataset's row, asked for once in a request or a piece of work: a second question gets the one
    /// that the context has.</summary>
    /// <remarks>Not for code that must see a change made meanwhile.</remarks>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static async Task<Dataset> DatasetAsync(this BenchDb db, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Datasets.FindAsync([id], cancellationToken) ?? throw new InvalidOperationException($"there is no dataset {id}");
    }
}
