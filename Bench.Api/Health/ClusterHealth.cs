using Bench.Api.Webhooks;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Agreements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether this process goes with the others over its database: one key ring, one version, one schema, the same limits. Other
/// versions are no fault while an upgrade is under way, and are said so that none is left over.</summary>
internal sealed class ClusterHealth(BenchDb db, KeyRingAgreement ring, SettingsAgreement settings, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var seen = time.GetUtcNow().UtcDateTime - Worker.SeenWithin;
        var versions = await db
            .Workers.Where(worker => worker.SeenAt > seen)
            .Select(worker => worker.Version)
            .Distinct()
            .ToListAsync(cancellationToken);
        var others = versions.Where(version => version != BenchVersion.Text).Order(StringComparer.Ordinal).ToArray();
        var newest = db.Database.GetMigrations().Last();
        var newer = (await db.Database.GetAppliedMigrationsAsync(cancellationToken))
            .Where(applied => string.CompareOrdinal(applied, newest) > 0)
            .ToArray();
        List<string> wrong = [];
        if (!await ring.IsSharedAsync(cancellationToken))
            wrong.Add("this API's key ring (<data>/keys) is not the other APIs': it cannot sign their webhooks or read their sessions");
        if (await settings.LeftBehindAsync(cancellationToken) is { Count: > 0 } differing)
            wrong.Add($"{string.Join(" and ", differing)} of this API are not those of the process that started last: one is wrong");
        if (newer.Length > 0)
            wrong.Add("the database is of a newer version than this API: an upgrade is under way, or this process was left behind");
        if (others.Length > 0)
            wrong.Add("workers of another version are at work: an upgrade is under way, or they were left behind");
        var data = new Dictionary<string, object> { ["otherVersions"] = others, ["newerMigrations"] = newer };
        return wrong.Count == 0 ? HealthCheckResult.Healthy(null, data) : HealthCheckResult.Degraded(string.Join("; ", wrong), data: data);
    }
}
