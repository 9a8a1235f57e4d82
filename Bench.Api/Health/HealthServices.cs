using System.Text.Json;
using Bench.Api.Auth;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Json;
using Bench.Service.Storage;
using Bench.Workers.Hosting;
using Bench.Workers.Jobs;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
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
            .AddCheck<WorkerHealth>("workers", tags: [Ready])
            .AddCheck<ClusterHealth>("cluster", tags: [Ready]);
        // Of the meters of this process only ours: the framework's would be here twice, and by the hundred.
        Prometheus.Metrics.ConfigureMeterAdapter(adapter =>
        {
            adapter.InstrumentFilterPredicate = instrument => instrument.Meter.Name == WorkMeter.Name;
            adapter.MetricsExpireAfter = WorkMeter.KeptFor;
        });
        services.AddSingleton<FreeSpace>();
        services.AddHostedService<WorkGauges>();
        return services;
    }

    /// <summary>Metrics and traces of requests and of the embedded worker to a collector, where one is named.</summary>
    public static IServiceCollection AddBenchTelemetry(this IServiceCollection services, IConfiguration configuration) =>
        services.AddTelemetry(
            configuration,
            "bench-api",
            metrics => metrics.AddAspNetCoreInstrumentation(),
            traces =>
                traces.AddAspNetCoreInstrumentation(options =>
                    options.Filter = http =>
                        !http.Request.Path.StartsWithSegments("/health") && !http.Request.Path.StartsWithSegments("/metrics")
                )
        );

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>, and <c>/health</c> for short: what it
    /// needs answers too; 503 where something does not.</summary>
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
        var isOperator = Caller.Of(http.User) is { IsOperator: true };
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
                    Data = entry.Value.Data.Where(pair => isOperator || pair.Key != StoreHealth.ForOperators).ToDictionary(),
                }
            ),
        };
        return http.Response.WriteAsync(JsonSerializer.Serialize(body, BenchJson.Options), http.RequestAborted);
    }
}
