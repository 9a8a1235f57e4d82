using Bench.Data;
using Bench.Data.Access;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bench.Tests.Fixtures;

/// <summary>A database of a test's own, brought to the newest migration; gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly TempFolder _folder = new();
    readonly PostgresCluster? _cluster;
    readonly string _connectionString;

    TestDatabase(PostgresCluster? cluster, string? connectionString)
    {
        _cluster = cluster;
        _connectionString = connectionString ?? $"Data Source={_folder["bench.db"]};Foreign Keys=True;Default Timeout=30";
    }

    /// <summary>Skips the calling test where it asks for Postgres and there is none.</summary>
    public static async Task<TestDatabase> CreateAsync(Database database)
    {
        // Both are copies of a migrated one.
        if (database == Database.Postgres)
            return await CreatePostgresAsync();
        var made = new TestDatabase(null, null);
        MigratedFile.CopyTo(made._folder["bench.db"]);
        return made;
    }

    /// <summary>A context of its own, as one request or job would have.</summary>
    public BenchDb Open() => Open(sights: null);

    /// <summary>One that reads with these eyes.</summary>
    /// <param name="sights">Whose; everything is seen without.</param>
    /// <param name="commands">Counts what the context asks of the database.</param>
    public BenchDb Open(ISightSource? sights, CommandCounter? commands = null)
    {
        IInterceptor[] counted = commands is null ? [] : [commands];
        return _cluster is null
            ? new SqliteBenchDb(BenchDbOptions.Sqlite(_connectionString).AddInterceptors(counted).Options, sights)
            : new PostgresBenchDb(BenchDbOptions.Postgres(_connectionString).AddInterceptors(counted).Options, sights);
    }

    /// <summary>Keys of submitters, which own what is made under their ids.</summary>
    public async Task AddSubmittersAsync(params Guid[] ids)
    {
        await using var db = Open();
        db.Keys.AddRange(
            ids.Select(id => new ApiKey
            {
                Id = id,
                Name = "owner",
                Role = Role.Submitter,
                Hash = $"{id:N}",
                Prefix = "bench_",
            })
        );
        await db.SaveChangesAsync();
    }

    static async Task<TestDatabase> CreatePostgresAsync()
    {
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        return new TestDatabase(cluster, await cluster.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DropDatabaseAsync(_connectionString);
        }
        else
        {
            using var pooled = new SqliteConnection(_connectionString);
            SqliteConnection.ClearPool(pooled);
        }
        _folder.Dispose();
    }
}
