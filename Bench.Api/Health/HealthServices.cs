using System.Text.Json;
using Bench.Api.Auth;
using Bench.Data;
using Bench.Service.Json;
using Bench.Service.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Prometheus;

namespace Bench.Api.Health;

internal static class HealthServices
{
    const string Ready = "ready";

    public static IServiceCollection AddBenchHealth(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Ready])
            .AddCheck<BlobHealth>("blobs", tags: [Ready])
            .AddCheck<ScoreHealth>("scores", tags: [Ready])
            .AddCheck<StoreHealth>("store", tags: [Ready])
            .AddCheck<BoardHealth>("board", tags: [Ready])
            .AddCheck<SpaceHealth>("space", tags: [Ready])
            .AddCheck<WorkerHealth>("workers", tags: [Ready]);
        services.AddSingleton<FreeSpace>();
        services.AddHostedService<WorkGauges>();
        return services;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>, and <c>/health</c> for short: what it needs answers too;
    /// 503 where something does not.</summary>
    public static WebApplication MapBenchHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        foreach (var address in (string[])["/health", "/health/ready"])
            app.MapHealthChecks(
                    address,
                    new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }
                )
                .AllowAnonymous();
        return app;
    }

    /// <summary>Numbers for Prometheus; where they are not for everybody, with an operator's key.</summary>
    public static WebApplication MapBenchMetrics(this WebApplication app)
    {
        var metrics = app.MapMetrics("/metrics");
        if (!app.Services.GetRequiredService<BenchOptions>().OpenMetrics)
            metrics.RequireAuthorization(AccessServices.Operator);
        return app;
    }

    static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = new
        {
            Status = report.Status.ToString().ToLowerInvariant(),
            Version = BenchVersion.Text,
            Checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new
                {
                    Status = entry.Value.Status.ToString().ToLowerInvariant(),
                    entry.Value.Description,
                    entry.Value.Data,
                }
            ),
        };
        return http.Response.WriteAsync(JsonSerializer.Serialize(body, BenchJson.Options), http.RequestAborted);
    }
}
