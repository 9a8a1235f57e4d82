using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Metrics.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores;

/// <summary>The catalogues that stored scores were made with, and that of this build.</summary>
public sealed class ScoredCatalogues(BenchDb db, MetricSet metrics, TimeProvider time)
{
    /// <summary>Enters this build's catalogue; does nothing where it is known.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (await db.ScoredCatalogues.AnyAsync(known => known.Id == metrics.Versions.Id, cancellationToken))
            return;
        db.ScoredCatalogues.Add(
            new ScoredCatalogue
            {
                Id = metrics.Versions.Id,
                Versions = new Dictionary<string, int>(metrics.Versions.Versions),
                CreatedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Every catalogue that this database has seen.</summary>
    public async Task<IReadOnlyDictionary<string, MetricVersions>> AllAsync(CancellationToken cancellationToken) =>
        (await db.ScoredCatalogues.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(
            known => known.Id,
            known => new MetricVersions(known.Versions)
        );

    /// <summary>Catalogues whose scores stay as they are. One query.</summary>
    /// <remarks>Over SQLite one process owns the data, and whatever another build made is out of date. Over Postgres
    /// builds may work at the same time, and only what is older is: else the two would score the same evaluations in
    /// turns for ever.</remarks>
    public async Task<List<string>> FreshAsync(CancellationToken cancellationToken) =>
        db is SqliteBenchDb
            ? [metrics.Versions.Id]
            : [.. from known in await AllAsync(cancellationToken) where !metrics.Versions.IsNewerThan(known.Value) select known.Key];
}
