using System.Collections.Concurrent;
using Bench.Benchmarks.Leaderboard;
using Bench.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

/// <summary>One application over each database with a made-up board of 16 models, 2 datasets and 3 label sets, for all tests of a class
/// that only read.</summary>
public sealed class SeededBoards : IAsyncDisposable
{
    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();

    public Task<BenchApp> OnAsync(Database database) => _apps.GetOrAdd(database, key => new(() => StartAsync(key, []))).Value;

    /// <summary>A board of its own, for a test that writes.</summary>
    public static async Task<BenchApp> StartAsync(Database database, params (string Key, string Value)[] settings)
    {
        var app = await BenchApp.StartAsync(database, [("Bench:EmbeddedWorker", "true"), .. settings]);
        await new SyntheticBoard { Images = 400 }.WriteAsync(
            () => app.Services.CreateScope().ServiceProvider.GetRequiredService<BenchDb>(),
            CancellationToken.None
        );
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
    }
}
