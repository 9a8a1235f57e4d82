using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bench.Data;

/// <summary>How the two databases are opened, everywhere the same.</summary>
public static class BenchDbOptions
{
    static readonly SqliteLetters Letters = new();

    public static DbContextOptionsBuilder<SqliteBenchDb> Sqlite(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<SqliteBenchDb>();
        ConfigureSqlite(builder, connectionString);
        return builder;
    }

    public static DbContextOptionsBuilder<PostgresBenchDb> Postgres(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<PostgresBenchDb>();
        ConfigurePostgres(builder, connectionString);
        return builder;
    }

    public static void ConfigureSqlite(DbContextOptionsBuilder builder, string connectionString) =>
        builder
            .UseSqlite(connectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .AddInterceptors(Letters)
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(LogLess);

    public static void ConfigurePostgres(DbContextOptionsBuilder builder, string connectionString) =>
        builder
            .UseNpgsql(connectionString, postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(LogLess);

    /// <summary>The caller gets a failed command as an exception, and logs it where it was not expected: a row that
    /// another request has just made is none.</summary>
    static void LogLess(WarningsConfigurationBuilder warnings) =>
        warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (RelationalEventId.TransactionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug)
        );
}
