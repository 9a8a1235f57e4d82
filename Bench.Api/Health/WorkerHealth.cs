using Bench.Data;
using Bench.Data.Work;
using Bench.Workers.Inference.Cage;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>How many workers the queue has seen, how much waits, and how the embedded worker confines models. No worker is a warning: uploads are taken and wait.</summary>
internal sealed class WorkerHealth(BenchDb db, JobStorage jobs, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var servers = jobs.GetMonitoringApi().Servers().Count;
        var data = new Dictionary<string, object>
        {
            ["jobServers"] = servers,
            ["waiting"] = await db.Work.CountAsync(item => item.State == WorkState.Waiting, cancellationToken),
            // The API alone confines nothing: then the records of the evaluations tell.
            ["cage"] = services.GetService<Cage>()?.Level.ToString().ToLowerInvariant() ?? "none here",
        };
        return servers > 0 ? HealthCheckResult.Healthy("workers are there", data) : HealthCheckResult.Degraded("no worker has been seen", data: data);
    }
}
