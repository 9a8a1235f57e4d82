using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Tests.Api;

/// <summary>A collector gets what the service measures and traces, where one is named.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_that_the_environment_names()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        var came = new ConcurrentDictionary<string, string>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        collector.MapPost(
            "/{**path}",
            async (HttpContext http) =>
            {
                using var body = new StreamReader(http.Request.Body, System.Text.Encoding.Latin1);
                var text = await body.ReadToEndAsync();
                came.AddOrUpdate(http.Request.Path.Value!, text, (_, before) => before + text);
                if (Has("/v1/traces", "ImportDataset") && Has("/v1/metrics", "work.duration"))
                    all.TrySetResult();
            }
        );
        await collector.StartAsync();
        // The end of a host waits five seconds for a collector: this one has answered before.
        using (var first = new HttpClient())
            await first.PostAsync(collector.Urls.Single(), null);
        came.Clear();
        await using (
            var app = await BenchApp.StartAsync(
                Database.Sqlite,
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            )
        )
        {
            using var client = app.WithKey();
            await TinyDataset.ImportAsync(app, client, "tiny");
        }

        // What is left is sent at the end of the host, which the program's own thread may still be at.
        await all.Task.WaitAsync(Patience.Deadline, TestContext.Current.CancellationToken);
        came.Keys.Order().ShouldBe(["/v1/metrics", "/v1/traces"]);
        came["/v1/traces"].ShouldContain("bench-api");

        bool Has(string path, string text) => came.TryGetValue(path, out var body) && body.Contains(text, StringComparison.Ordinal);
    }
}
