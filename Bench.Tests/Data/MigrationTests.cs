using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Data;

public sealed class MigrationTests
{
    [Theory, BothDatabases]
    public async Task The_migrations_are_as_new_as_the_model(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var db = made.Open();

        db.Database.HasPendingModelChanges()
            .ShouldBeFalse($"the model of {db.GetType().Name} has changed: add a migration as CONTRIBUTING.md says, one for each database");
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Migrating_twice_changes_nothing(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var db = made.Open();
        var applied = await db.Database.GetAppliedMigrationsAsync();

        await db.Database.MigrateAsync();

        (await db.Database.GetAppliedMigrationsAsync()).ShouldBe(applied);
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        using var sqlite = new Bench.Data.SqliteBenchDb(Bench.Data.BenchDbOptions.Sqlite("Data Source=none.db").Options);
        using var postgres = new Bench.Data.PostgresBenchDb(Bench.Data.BenchDbOptions.Postgres("Host=none").Options);

        sqlite.Database.GetMigrations().Select(NameOf).ShouldBe(postgres.Database.GetMigrations().Select(NameOf));

        static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }
}
