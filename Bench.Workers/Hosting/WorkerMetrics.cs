using System.Net;
using Bench.Data;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Prometheus;

namespace Bench.Workers.Hosting;

/// <summary><c>/metrics</c> of a worker on its own, under the names that an API with the embedded worker gives the same
/// numbers.</summary>
/// <remarks>The port asks for no key: it tells counts, and no names of models or owners.</remarks>
internal sealed class WorkerMetrics(BenchOptions options, InferenceOptions inference, ILogger<WorkerMetrics> log)
    : IHostedService,
        IDisposable
{
    // Not the default registry, which belongs to the process and outlives a host.
    readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    MetricServer? _server;
    IDisposable? _listening;

    /// <summary>Workers of several devices of a machine each have their own.</summary>
    public int Port => options.MetricsPort + inference.DeviceId;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        _listening = MeterAdapter.StartListening(
            new MeterAdapterOptions
            {
                Registry = _registry,
                MetricFactory = factory,
                MetricsExpireAfter = WorkMeter.KeptFor,
                InstrumentFilterPredicate = instrument => instrument.Meter.Name == WorkMeter.Name,
            }
        );
        factory.CreateGauge("bench_build_info", "1, and the version that runs.", "version").WithLabels(BenchVersion.Text).Set(1);
        try
        {
            _server = new MetricServer(Port, "metrics/", _registry);
            _server.Start();
            log.LogInformation("numbers for Prometheus are at port {Port}, /metrics", Port);
        }
        catch (HttpListenerException error)
        {
            // A worker that works is worth more than its numbers.
            _server = null;
            log.LogError(
                "no numbers for Prometheus: port {Port} (Bench:MetricsPort and the device) cannot be used: {Reason}",
                Port,
                error.Message
            );
        }
        // Meters are listened to from the first collection on: without one, what is counted before Prometheus asks
        // would be lost.
        await _registry.CollectAndExportAsTextAsync(Stream.Null, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
            await server.StopAsync();
        _server = null;
    }

    public void Dispose() => _listening?.Dispose();
}
