using Bench.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether the database answers. One whose file is gone answers as before: what is written to it ends with
/// this process.</summary>
internal sealed class DatabaseHealth(BenchDb db, BenchOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        db is SqliteBenchDb && !File.Exists(options.SqlitePath) ? HealthCheckResult.Unhealthy("the database's file is missing")
        : await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy(db is SqliteBenchDb ? "SQLite" : "Postgres")
        : HealthCheckResult.Unhealthy("the database does not answer");
}
