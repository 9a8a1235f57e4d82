using Microsoft.EntityFrameworkCore.Design;

namespace Bench.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations with Bench.Data as its own start-up project; nothing
/// connects.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteBenchDb>
{
    public SqliteBenchDb CreateDbContext(string[] args) => new(BenchDbOptions.Sqlite("Data Source=design-time.db").Options);
}

/// <inheritdoc cref="SqliteDesignTimeFactory"/>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresBenchDb>
{
    public PostgresBenchDb CreateDbContext(string[] args) => new(BenchDbOptions.Postgres("Host=design-time").Options);
}
