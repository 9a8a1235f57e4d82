namespace Bench.Tests.Fixtures;

/// <summary>A Postgres database without a table, as a first start meets it; gone when disposed.</summary>
internal sealed class EmptyDatabase(PostgresCluster cluster, string connectionString) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    /// <summary>Skips the calling test where there is no Postgres.</summary>
    public static async Task<EmptyDatabase> CreateAsync()
    {
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        return new EmptyDatabase(cluster, await cluster.CreateEmptyDatabaseAsync());
    }

    public async ValueTask DisposeAsync() => await cluster.DropDatabaseAsync(connectionString);
}
