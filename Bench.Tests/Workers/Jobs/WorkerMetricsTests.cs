using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Storage;
using Bench.Workers.Hosting;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Workers.Jobs;

/// <summary>A worker on its own can be asked for its numbers.</summary>
public sealed class WorkerMetricsTests
{
    [Fact]
    public async Task Prometheus_finds_a_workers_numbers_at_its_port_and_its_devices()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new WorkMeter(services.GetRequiredService<IMeterFactory>());
        var caches = new CacheMeter(services.GetRequiredService<IMeterFactory>());
        using var metrics = new WorkerMetrics(
            new BenchOptions { MetricsPort = Ports.Free() - 2 },
            new InferenceOptions { DeviceId = 2 },
            NullLogger<WorkerMetrics>.Instance
        );
        await metrics.StartAsync(default);
        meter.Begin(new WorkLease(Guid.NewGuid(), WorkKind.RunShard, Guid.NewGuid(), null, 0, 10, 1, 1, default)).Dispose();
        caches.Looked("crops", hits: 7, misses: 3);

        using var client = new HttpClient();
        var given = await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics.Port}/metrics"));
        await metrics.StopAsync(default);

        given.ShouldContain($"bench_build_info{{version=\"{BenchVersion.Text}\"}} 1");
        CountOf("bench_work_ended{code=\"\",kind=\"RunShard\",outcome=\"given-back\"}").ShouldBeGreaterThanOrEqualTo(1);
        CountOf("bench_cache_lookup{cache=\"crops\",result=\"hit\"}").ShouldBeGreaterThanOrEqualTo(7);
        CountOf("bench_cache_lookup{cache=\"crops\",result=\"miss\"}").ShouldBeGreaterThanOrEqualTo(3);
        given.ShouldNotContain("process_", Case.Sensitive, "the process's own series are its host's to give");

        // One export holds the counts of a whole process, and hosts of other tests count in this one.
        int CountOf(string series) =>
            int.Parse(
                given.Split('\n').Single(line => line.StartsWith(series, StringComparison.Ordinal))[series.Length..],
                CultureInfo.InvariantCulture
            );
    }

    [Fact]
    public async Task A_port_that_is_taken_does_not_keep_a_worker_from_its_work()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        using var metrics = new WorkerMetrics(
            new BenchOptions { MetricsPort = ((IPEndPoint)taken.LocalEndpoint).Port },
            new InferenceOptions(),
            NullLogger<WorkerMetrics>.Instance
        );

        await Should.NotThrowAsync(() => metrics.StartAsync(default));
        await metrics.StopAsync(default);
    }
}
