using System.Collections.Concurrent;
using Bench.Api.Demo;
using Bench.Tests.Fixtures;

namespace Bench.Tests.EndToEnd;

/// <summary>One application over each database with the 200 photographs imported.</summary>
public sealed class PhotographApps : IAsyncDisposable
{
    public const string Dataset = "photographs";

    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();

    /// <summary>A client with the operator's key. Skips the calling test where the photographs, or Postgres, are not there.</summary>
    internal async Task<BenchClient> OnAsync(Database database)
    {
        var photographs = SharedFolder.Require("images/real");
        var app = await _apps.GetOrAdd(database, key => new(() => StartAsync(key, photographs))).Value;
        return BenchClient.For(app.Address, app.OperatorKey);
    }

    static async Task<BenchApp> StartAsync(Database database, string photographs)
    {
        var app = await BenchApp.StartAsync(database, ("Bench:Inference:Doctor", "false"));
        foreach (var photograph in Directory.GetFiles(photographs))
        {
            var name = Path.GetFileName(photograph);
            var folder = Directory.CreateDirectory(
                Path.Combine(app.DatasetsRoot, Dataset, name[..name.IndexOf('_', StringComparison.Ordinal)])
            );
            File.Copy(photograph, Path.Combine(folder.FullName, name));
        }
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        await client.RegisterAsync(Dataset, Dataset, "imagenet-1k");
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
    }
}
