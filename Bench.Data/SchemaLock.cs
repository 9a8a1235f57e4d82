using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bench.Data;

/// <summary>Held by the one process that may change a database's schema, until it is disposed or its process dies: an
/// advisory lock in Postgres, a locked file next to SQLite's.</summary>
/// <remarks>Entity Framework locks too, but one migration at a time: between two of them another process may apply the
/// second, which the first then applies again.</remarks>
internal static class SchemaLock
{
    /// <summary>Any number will do, as long as every version of Bench uses the same.</summary>
    const long AdvisoryKey = 0x62656E6368;

    const string Patience =
        "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";

    static readonly TimeSpan FilePollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until no other process holds it. Makes the Postgres database where there is none.</summary>
    public static Task<IAsyncDisposable> TakeAsync(BenchDb db, TimeProvider time, ILogger log, CancellationToken cancellationToken) =>
        db is SqliteBenchDb ? TakeFileAsync(db, time, log, cancellationToken) : TakeAdvisoryAsync(db, log, cancellationToken);

    static async Task<IAsyncDisposable> TakeAdvisoryAsync(BenchDb db, ILogger log, CancellationToken cancellationToken)
    {
        // A connection of its own, closed and not pooled at the end. The lock is the transaction's, so that it holds
        // behind a pooler as well.
        var settings = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString())
        {
            Pooling = false,
            TcpKeepAlive = true,
            CommandTimeout = 0,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await OpenAsync(connection, db, cancellationToken);
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            // It is idle while another connection migrates, and may wait for longer than any statement of a healthy
            // service takes.
            await using var patience = new NpgsqlCommand(Patience, connection, transaction);
            await patience.ExecuteNonQueryAsync(cancellationToken);
            await using var attempt = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({AdvisoryKey})", connection, transaction);
            if (await attempt.ExecuteScalarAsync(cancellationToken) is true)
                return connection;
            log.LogInformation("another process prepares the database; this one waits for it");
            await using var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({AdvisoryKey})", connection, transaction);
            await wait.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    static async Task OpenAsync(NpgsqlConnection connection, BenchDb db, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            return;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // Made below.
        }
        try
        {
            await db.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process has just made it.
        }
        await connection.OpenAsync(cancellationToken);
    }

    static async Task<IAsyncDisposable> TakeFileAsync(BenchDb db, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(
            $"{new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource}.lock",
            time,
            log,
            cancellationToken
        );
        try
        {
            // Entity Framework's own lock is a row, which a killed process leaves behind and everybody after it would
            // wait for. There is no other process.
            var tables = await db
                .Database.SqlQueryRaw<string>("SELECT name FROM sqlite_master WHERE name = '__EFMigrationsLock'")
                .ToListAsync(cancellationToken);
            if (tables.Count > 0)
                await db.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    static async Task<FileStream> OpenAsync(string path, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (FileInUse.Is(error))
            {
                if (isFirst)
                    log.LogInformation("another process prepares the database; this one waits for it");
                await Task.Delay(FilePollInterval, time, cancellationToken);
            }
        }
    }
}
