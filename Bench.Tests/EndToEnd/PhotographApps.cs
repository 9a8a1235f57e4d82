using System.Collections.Concurrent;
using System.Globalization;
using Bench.Api.Demo;
using Bench.Metrics.Robustness;

namespace Bench.Tests.EndToEnd;

/// <summary>One application over each database with the 200 photographs imported.</summary>
public sealed class PhotographApps : IAsyncDisposable
{
    public const string Dataset = "photographs";

    /// <summary>Folders of copies, which nobody has registered: the first forty photographs by name, and two of them under every corruption
    /// and severity, unchanged.</summary>
    public const string Forty = "forty",
        Tree = "tree";

    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();

    /// <summary>A client with the operator's key. Skips the calling test where the photographs, or Postgres, are not there.</summary>
    internal async Task<BenchClient> OnAsync(Database database)
    {
        var app = await AppAsync(database);
        return BenchClient.For(app.Address, app.OperatorKey);
    }

    internal async Task<Uri> AddressAsync(Database database) => (await AppAsync(database)).Address;

    Task<BenchApp> AppAsync(Database database)
    {
        var photographs = SharedFolder.Require("images/real");
        return _apps.GetOrAdd(database, key => new(() => StartAsync(key, photographs))).Value;
    }

    static async Task<BenchApp> StartAsync(Database database, string photographs)
    {
        var app = await BenchApp.StartAsync(database, ("Bench:Inference:Doctor", "false"));
        var files = Directory.GetFiles(photographs).Order(StringComparer.Ordinal).ToArray();
        foreach (var photograph in files)
            Copy(photograph, Dataset);
        foreach (var photograph in files[..40])
            Copy(photograph, Forty);
        foreach (var corruption in CorruptionSummary.Averaged)
            for (var severity = 1; severity <= 5; severity++)
                foreach (var photograph in new[] { files[0], files[100] })
                    Copy(photograph, Path.Combine(Tree, corruption, severity.ToString(CultureInfo.InvariantCulture)));
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        await client.RegisterAsync(Dataset, Dataset, "imagenet-1k");
        return app;

        void Copy(string photograph, string to)
        {
            var name = Path.GetFileName(photograph);
            var wnid = name[..name.IndexOf('_', StringComparison.Ordinal)];
            var folder = Directory.CreateDirectory(Path.Combine(app.DatasetsRoot, to, wnid)).FullName;
            File.Copy(photograph, Path.Combine(folder, name));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
    }
}
