using Bench.Data.Blobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether the blob store answers: asked for a blob that is never there, it has to say so.</summary>
internal sealed class BlobHealth(IBlobStore blobs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await blobs.FetchAsync("health/none", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (FileNotFoundException)
        {
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the blob store does not answer", error);
        }
    }
}
