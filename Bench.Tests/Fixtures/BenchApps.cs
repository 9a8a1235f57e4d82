using System.Collections.Concurrent;

namespace Bench.Tests.Fixtures;

/// <summary>One application over each database for all tests of a class, started when first asked for: <c>class Tests(BenchApps apps) :
/// IClassFixture&lt;BenchApps&gt;</c>.</summary>
public class BenchApps : IAsyncDisposable
{
    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();
    readonly (string Key, string Value)[] _settings;

    public BenchApps()
        : this([]) { }

    /// <summary>For a class whose applications are configured otherwise.</summary>
    protected BenchApps(params (string Key, string Value)[] settings) => _settings = settings;

    public Task<BenchApp> OnAsync(Database database) =>
        _apps.GetOrAdd(database, key => new(() => BenchApp.StartAsync(key, _settings))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
