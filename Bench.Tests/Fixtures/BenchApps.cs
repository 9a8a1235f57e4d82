using System.Collections.Concurrent;

namespace Bench.Tests.Fixtures;

/// <summary>One application over each database for all tests of a class, started when first asked for: <c>class Tests(BenchApps apps) : IClassFixture&lt;BenchApps&gt;</c>.</summary>
public sealed class BenchApps : IAsyncDisposable
{
    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();

    public Task<BenchApp> OnAsync(Database database) => _apps.GetOrAdd(database, key => new(() => BenchApp.StartAsync(key))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
    }
}
