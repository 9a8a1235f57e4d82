using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations.Scores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>How far stored scores of an older catalogue have been recomputed. That some wait is no fault; that some
/// could not be made is a warning.</summary>
internal sealed class ScoreHealth(OutdatedScores outdated) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var progress = await outdated.ProgressAsync(cancellationToken);
        var data = new Dictionary<string, object>
        {
            ["evaluations"] = progress.Evaluations,
            ["outdated"] = progress.Outdated,
            ["failed"] = progress.Failed,
        };
        if (progress.Outdated == 0)
            return HealthCheckResult.Healthy(null, data);
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"of {Counted.Of(progress.Evaluations, "evaluation")}, {Counted.Of(progress.Outdated, "has", "have")} scores of an older "
                + $"catalogue, rescored when nothing else waits"
        );
        return progress.Failed == 0
            ? HealthCheckResult.Healthy(said, data)
            : HealthCheckResult.Degraded(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{said}; {progress.Failed} could not be, the first because: {progress.FirstError} The worker's verb rescore "
                        + $"tries again"
                ),
                data: data
            );
    }
}
