using Bench.Data;
using Bench.Workers.Jobs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bench.Workers.Hosting;

/// <summary>Metrics and traces to a collector by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; the other
/// variables of OpenTelemetry's SDK hold as well. Without it nothing is collected.</summary>
public static class Telemetry
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="services">The program's services.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="program">Name of the program among those of a trace: bench-api, bench-worker.</param>
    /// <param name="metrics">What else the program measures.</param>
    /// <param name="traces">What else it traces.</param>
    public static IServiceCollection AddTelemetry(
        this IServiceCollection services,
        IConfiguration configuration,
        string program,
        Action<MeterProviderBuilder>? metrics = null,
        Action<TracerProviderBuilder>? traces = null
    )
    {
        if (configuration[Endpoint] is not { Length: > 0 })
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(program, serviceNamespace: "bench", serviceVersion: BenchVersion.Text))
            .WithMetrics(builder =>
            {
                builder.AddMeter(WorkMeter.Name, "Npgsql").AddOtlpExporter();
                metrics?.Invoke(builder);
            })
            .WithTracing(builder =>
            {
                builder.AddSource(WorkMeter.Name).AddOtlpExporter();
                traces?.Invoke(builder);
            });
        return services;
    }
}
