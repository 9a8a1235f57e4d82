using Bench.Tests.Fixtures;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Bench.Tests.Fixtures;

/// <summary>One Postgres for the whole test run, started when the first test asks for it: a private cluster, or the one that <c>BENCH_TEST_POSTGRES</c> names.</summary>
/// <remarks>Where there is neither, the asking test is skipped with the reason; under <c>CI=true</c> it fails.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    readonly Lazy<Task<string>> _started;
    PostgresServer? _server;

    public PostgresCluster() => _started = new(StartAsync);

    /// <summary>Connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"bench_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        return new NpgsqlConnectionStringBuilder(await _started.Value) { Database = name, MaxPoolSize = 20, IncludeErrorDetail = true }.ConnectionString;
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pooled);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await _started.Value);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("BENCH_TEST_POSTGRES") is { Length: > 0 } given) return given;
        var binaries = PostgresBinaries.Find(out var reason);
        if (binaries is null && Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException($"Under CI=true the tests over Postgres must run: {reason}.");
        Assert.SkipWhen(binaries is null, $"no Postgres: {reason}");
        _server = await PostgresServer.StartAsync(binaries!);
        return _server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
