using Bench.Data.Blobs;
using Bench.Service.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether the blob store answers: asked for a blob that is never there, it has to say so. And whether this process may write
/// it.</summary>
internal sealed class BlobHealth(IBlobStore blobs, StoreRights rights, ILogger<BlobHealth> log) : IHealthCheck
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
            return await rights.FindRefusalAsync(cancellationToken) is null
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("the blob store cannot be written by this process");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The reason names places: it is for the log alone, where a probe every few seconds needs no trace.
            log.LogWarning("the blob store does not answer ({Reason})", error.GetBaseException().Message);
            return HealthCheckResult.Unhealthy("the blob store does not answer");
        }
    }
}
