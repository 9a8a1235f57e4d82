using Bench.Data;
using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether anything stored is known to be damaged. A warning, not a refusal: all else is served, and what is damaged is never made
/// a number of.</summary>
internal sealed class StoreHealth(BenchDb db) : IHealthCheck
{
    const int Shown = 20;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var count = await db.Damages.CountAsync(cancellationToken);
        if (count == 0)
            return HealthCheckResult.Healthy();
        // Health is told to everybody: a picture of a dataset that is not public is counted, not named.
        var first = await db
            .Damages.Where(damage =>
                !db.Datasets.Any(dataset => dataset.Visibility != Visibility.Public && damage.Subject.StartsWith(dataset.Key + "/"))
            )
            .OrderBy(damage => damage.Subject)
            .Take(Shown)
            .Select(damage => damage.Subject)
            .ToListAsync(cancellationToken);
        return HealthCheckResult.Degraded(
            $"{count} stored things are damaged: put them back from a backup, or send the same bytes again, then run verify",
            data: new Dictionary<string, object> { ["damaged"] = count, ["first"] = first }
        );
    }
}
