using System.Data;
using Bench.Data;
using Bench.Service.Work;
using Bench.Workers.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Bench.Workers.Backups;

/// <summary>Postgres' own programs. The dump and the list of what it names are of one exported snapshot. The job
/// queue's tables are left out: the next start makes them, and every job again from our own rows.</summary>
internal sealed class PostgresCopy(BenchDb db) : IDatabaseCopy
{
    public const string Name = "postgres";

    public string Kind => Name;

    string ConnectionString => db.Database.GetConnectionString()!;

    public async Task<(StoredNames Names, string Migration)> TakeAsync(string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        await using var instant = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await db.Database.SqlQueryRaw<string>("""SELECT pg_export_snapshot() AS "Value" """).SingleAsync(cancellationToken);
        var names = await StoredNames.OfAsync(db, cancellationToken);
        var migration = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault() ?? "";
        await PostgresProgram.RunAsync(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", "--exclude-schema=hangfire", $"--snapshot={snapshot}", $"--file={file}"],
            ConnectionString,
            cancellationToken
        );
        return (names, migration);
    }

    public async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            return;
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var count = new NpgsqlCommand(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
            connection
        );
        if (await count.ExecuteScalarAsync(cancellationToken) is not 0L)
            throw new FailureException(
                "restore-target-not-empty",
                $"There are tables in the database '{connection.Database}' already, and nothing was changed.",
                "Name a database in ConnectionStrings__Bench that is empty or does not exist yet."
            );
    }

    public async Task PutBackAsync(string file, CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            await creator.CreateAsync(cancellationToken);
        await PostgresProgram.RunAsync(
            "pg_restore",
            [
                "--exit-on-error",
                "--single-transaction",
                "--no-owner",
                "--no-privileges",
                $"--dbname={new NpgsqlConnectionStringBuilder(ConnectionString).Database}",
                file,
            ],
            ConnectionString,
            cancellationToken
        );
    }
}
