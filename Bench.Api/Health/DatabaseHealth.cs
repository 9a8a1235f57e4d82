using Bench.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(BenchDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy(db is SqliteBenchDb ? "SQLite" : "Postgres")
            : HealthCheckResult.Unhealthy("the database does not answer");
}
