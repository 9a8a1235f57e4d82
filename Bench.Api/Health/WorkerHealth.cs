using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>The workers that live, those that failed their self-test, and how much waits. No worker is a warning: uploads are taken and
/// wait.</summary>
internal sealed class WorkerHealth(BenchDb db, TimeProvider time) : IHealthCheck
{
    /// <summary>A worker that failed its test has ended; it is told of for so long.</summary>
    static readonly TimeSpan FailureTold = TimeSpan.FromMinutes(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var seen = await db
            .Workers.AsNoTracking()
            .Where(worker => worker.SeenAt > now - FailureTold)
            .OrderBy(worker => worker.Id)
            .ToListAsync(cancellationToken);
        var live = seen.Where(worker => worker.SelfTestPassed != false && worker.SeenAt > now - Worker.SeenWithin).ToList();
        var failed = seen.Where(worker => worker.SelfTestPassed == false).ToList();
        var data = new Dictionary<string, object>
        {
            ["workers"] = live.Count,
            ["providers"] = Words(live.Select(worker => worker.Provider)),
            ["cages"] = Words(live.Select(worker => worker.Cage)),
            ["selfTestFailures"] = failed.Select(worker => $"{worker.Machine}/{worker.ProcessId}: {worker.SelfTestMessage}").ToArray(),
            ["waiting"] = await db.Work.CountAsync(item => item.State == WorkState.Waiting, cancellationToken),
        };
        if (live.Count == 0)
            return HealthCheckResult.Degraded(
                failed.Count == 0
                    ? "there is no worker; what is submitted waits"
                    : $"there is no worker that can work; what is submitted waits; the last one said: {failed[^1].SelfTestMessage}",
                data: data
            );
        return failed.Count > 0
            ? HealthCheckResult.Degraded("a worker failed its self-test", data: data)
            : HealthCheckResult.Healthy("workers are there", data);
    }

    static string[] Words(IEnumerable<string> words) => [.. words.Where(word => word.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
