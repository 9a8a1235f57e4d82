using Bench.Data;
using Bench.Workers.Hosting;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bench.Tests.Data;

/// <summary>Processes of one service that start at the same instant, each of which migrates.</summary>
public sealed class StartingTogetherTests : IDisposable
{
    const int Together = 6;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, BothDatabases(false), BothDatabases(true, LongOnSqlite = true)]
    public async Task All_of_them_start_on_an_empty_database_and_on_one_with_the_former_migrations(Database database, bool isFormer)
    {
        await using var postgres = database == Database.Postgres ? await EmptyDatabase.CreateAsync() : null;
        if (isFormer)
            await MakeFormerAsync(postgres?.ConnectionString, "Initial", "TurnsAndAgreements", "WaitingWork", "WhyNoInterval");

        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Task.Run(() => StartAsync(postgres?.ConnectionString))));

        await ShouldBeCompleteAsync(postgres?.ConnectionString);
    }

    [Theory, BothDatabases]
    public async Task A_database_from_before_the_last_former_migration_is_refused_as_it_is(Database database)
    {
        await using var postgres = database == Database.Postgres ? await EmptyDatabase.CreateAsync() : null;
        await MakeFormerAsync(postgres?.ConnectionString, "Initial", "TurnsAndAgreements");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(postgres?.ConnectionString));

        refused.Message.ShouldContain("TurnsAndAgreements, which no release of Bench made");
        await using var services = Services(postgres?.ConnectionString);
        (await services.GetRequiredService<BenchDb>().Database.GetAppliedMigrationsAsync()).Count().ShouldBe(2);
    }

    [Fact]
    public async Task All_of_them_start_where_the_database_itself_has_to_be_made()
    {
        await using var postgres = await EmptyDatabase.CreateAsync();
        var missing = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            Database = $"bench_{Guid.NewGuid():N}",
        }.ConnectionString;
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Task.Run(() => StartAsync(missing))));

            await ShouldBeCompleteAsync(missing);
        }
        finally
        {
            await cluster.DropDatabaseAsync(missing);
        }
    }

    [Fact]
    public async Task Processes_of_api_and_workers_all_serve()
    {
        await using var postgres = await EmptyDatabase.CreateAsync();
        (string, string?)[] Settings(string name) =>
            [
                ("ConnectionStrings:Bench", postgres.ConnectionString),
                ("Bench:DataDirectory", _folder[name]),
                ("Bench:Blobs", _folder["blobs"]),
                ("BENCH_LOG_KEY", new string('a', 64)),
                ("Bench:EmbeddedWorker", "false"),
            ];

        var apis = Task.WhenAll(ServerProcess.StartApiAsync(Settings("a")), ServerProcess.StartApiAsync(Settings("b")));
        await using var worker = ServerProcess.StartWorker(Settings("c"));
        foreach (var (api, address) in await apis)
        {
            await using (api)
            {
                using var client = new HttpClient { BaseAddress = address };
                (await client.GetStringAsync("/api/v1/models")).ShouldContain("items");
            }
        }
        await worker.StartedAsync();

        // One made the operator's key; the other found it.
        new[] { "a", "b" }
            .Count(name => File.Exists(Path.Combine(_folder[name], "operator.key")))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_that_a_killed_process_left_in_sqlite_does_not_stop_the_next_one()
    {
        await using (var services = Services(null))
        {
            await using var db = services.GetRequiredService<BenchDb>();
            Directory.CreateDirectory(_folder.Path);
            await db.Database.ExecuteSqlRawAsync(
                """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL)"""
            );
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2020-01-01')""");
        }

        await StartAsync(null).WaitAsync(Patience.Deadline);

        await ShouldBeCompleteAsync(null);
    }

    async Task StartAsync(string? postgres)
    {
        await using var services = Services(postgres);
        await services.MigrateAsync();
    }

    /// <summary>Today's schema, with the history of a database that is behind or was made before the first release.</summary>
    async Task MakeFormerAsync(string? postgres, params string[] migrations)
    {
        await using var services = Services(postgres);
        await services.MigrateAsync();
        var db = services.GetRequiredService<BenchDb>();
        var history = db.GetService<IHistoryRepository>();
        var rows = migrations.Select((name, i) => new HistoryRow($"2026112902135{i}_{name}", "10.0.15"));
        foreach (var script in rows.Select(history.GetInsertScript).Prepend("DELETE FROM \"__EFMigrationsHistory\""))
            await db.Database.ExecuteSqlRawAsync(script);
    }

    async Task ShouldBeCompleteAsync(string? postgres)
    {
        await using var services = Services(postgres);
        var db = services.GetRequiredService<BenchDb>();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
        (await db.Models.CountAsync()).ShouldBe(0);
        services.GetRequiredService<JobStorage>().GetMonitoringApi().EnqueuedCount("quick").ShouldBe(0);
    }

    /// <summary>What a process registers, without serving.</summary>
    ServiceProvider Services(string? postgres)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["ConnectionStrings:Bench"] = postgres, ["Bench:DataDirectory"] = _folder.Path }
            )
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddBenchData(configuration)
            .AddBenchScheduling(configuration)
            .BuildServiceProvider();
    }
}
