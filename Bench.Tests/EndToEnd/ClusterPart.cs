using Bench.Api.Demo;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>An API and a worker of one build, over a database and folders that others may use too.</summary>
internal sealed class ClusterPart : IAsyncDisposable
{
    readonly ServerProcess _api;
    readonly ServerProcess _worker;

    ClusterPart(ServerProcess api, Uri address, ServerProcess worker, string key) =>
        (_api, Address, _worker, Client) = (api, address, worker, BenchClient.For(address, key));

    public Uri Address { get; }

    /// <summary>With the key that it was started for.</summary>
    public BenchClient Client { get; }

    /// <param name="programs">Their folders.</param>
    /// <param name="key">Whose client <see cref="Client"/> is; read when the API listens.</param>
    /// <param name="settings">Of both.</param>
    public static async Task<ClusterPart> StartAsync((string Api, string Workers) programs, Func<string> key, (string, string?)[] settings)
    {
        var (api, address) = await ServerProcess.StartApiFromAsync(programs.Api, settings);
        var worker = ServerProcess.StartWorkerFrom(programs.Workers, settings);
        await worker.StartedAsync();
        return new ClusterPart(api, address, worker, key());
    }

    /// <summary>Waits until nothing is left that other versions of metrics have scored.</summary>
    public async Task IsScoredAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        await http.UntilAsync(
            "/health",
            answer => answer.GetProperty("checks").GetProperty("scores").GetProperty("data").GetProperty("outdated").GetInt32() == 0
        );
    }

    /// <summary>As a service manager does (SIGTERM), the worker first. Neither had a failure of its own to tell.</summary>
    public async Task StopAsync()
    {
        foreach (var process in new[] { _worker, _api })
        {
            (await process.StopAsync()).ShouldBe(0, process.Output);
            process.Output.ShouldNotContain("fail:", Case.Sensitive);
        }
    }

    /// <summary>Ends what runs as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _worker.DisposeAsync();
        await _api.DisposeAsync();
    }
}
