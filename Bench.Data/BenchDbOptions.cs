using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>How the two databases are opened, everywhere the same.</summary>
public static class BenchDbOptions
{
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
        builder.UseSqlite(connectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).UseSnakeCaseNamingConvention();

    public static void ConfigurePostgres(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString, postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).UseSnakeCaseNamingConvention();
}
