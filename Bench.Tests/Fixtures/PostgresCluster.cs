using Bench.Data;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Bench.Tests.Fixtures;

/// <summary>One Postgres for the whole test run, started when the first test asks for it: a private cluster, or the one that
/// <c>BENCH_TEST_POSTGRES</c> names.</summary>
/// <remarks>Where there is neither, the asking test is skipped with the reason; under <c>CI=true</c> it fails.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    readonly Lazy<Task<string>> _started;
    readonly Lazy<Task<string>> _template;
    readonly Lazy<Task<NpgsqlDataSource>> _administration;
    PostgresServer? _server;

    public PostgresCluster() =>
        (_started, _template, _administration) = (
            new(StartAsync),
            new(MakeTemplateAsync),
            new(async () => NpgsqlDataSource.Create(await _started!.Value))
        );

    /// <summary>Connection string of a new database without rows, at the newest migration and with the job server's tables: a copy, which
    /// costs less than the migrations.</summary>
    public async Task<string> CreateDatabaseAsync() =>
        await CreateAsync(new NpgsqlConnectionStringBuilder(await _template.Value).Database!);

    /// <summary>Connection string of a new database without a table, as a first start meets it.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync("template0");

    async Task<string> CreateAsync(string template)
    {
        var name = $"bench_{Guid.NewGuid():N}";
        await using (var connection = await (await _administration.Value).OpenConnectionAsync())
        {
            // Through the server's log, as it is by itself since version 15, a copy takes twice the processor time.
            var copy = connection.PostgreSqlVersion.Major >= 15 ? "STRATEGY FILE_COPY" : "";
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' {copy}", connection);
            await command.ExecuteNonQueryAsync();
        }
        return new NpgsqlConnectionStringBuilder(await _started.Value)
        {
            Database = name,
            MaxPoolSize = 20,
            IncludeErrorDetail = true,
        }.ConnectionString;
    }

    async Task<string> MakeTemplateAsync()
    {
        var template = await CreateAsync("template0");
        await using (var db = new PostgresBenchDb(BenchDbOptions.Postgres(template).Options))
            await db.Database.MigrateAsync();
        await using var connection = new NpgsqlConnection(template);
        await connection.OpenAsync();
        PostgreSqlObjectsInstaller.Install(connection);
        await connection.CloseAsync();
        // Nobody may be in a database while it is copied.
        NpgsqlConnection.ClearPool(connection);
        return template;
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pooled);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var command = (await _administration.Value).CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }

    async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("BENCH_TEST_POSTGRES") is { Length: > 0 } given)
            return given;
        var binaries = PostgresBinaries.Find(out var reason);
        if (binaries is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException($"Under CI=true the tests over Postgres must run: {reason}.");
        Assert.SkipWhen(binaries is null, $"no Postgres: {reason}");
        _server = await PostgresServer.StartAsync(binaries!);
        return _server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null && _template is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await DropDatabaseAsync(await _template.Value);
        if (_administration is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _administration.Value).DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
