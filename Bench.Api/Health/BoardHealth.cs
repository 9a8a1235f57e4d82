using Bench.Api.Leaderboard;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether the front page's board is in memory, so that the first reader who is let in does not wait for it;
/// with thousands of models that takes seconds after a start.</summary>
internal sealed class BoardHealth(FirstBoard first) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            first.IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the front page's board is still being read")
        );
}
