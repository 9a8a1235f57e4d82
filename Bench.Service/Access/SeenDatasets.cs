using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Access;

/// <summary>Datasets that the reader sees.</summary>
public static class SeenDatasets
{
    /// <summary>Those of the keys that are a dataset's which may be seen.</summary>
    public static Task<List<string>> SeenAsync(this BenchDb db, IReadOnlyCollection<string> named, CancellationToken cancellationToken) =>
        db.Datasets.Where(dataset => named.Contains(dataset.Key)).Select(dataset => dataset.Key).ToListAsync(cancellationToken);
}
