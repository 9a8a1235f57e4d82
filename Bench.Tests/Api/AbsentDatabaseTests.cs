using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace Bench.Tests.Api;

public sealed class AbsentDatabaseTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task While_the_database_is_away_everybody_is_told_to_come_back_and_afterwards_everything_is_as_it_was()
    {
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        var database = await cluster.CreateDatabaseAsync();
        var address = new NpgsqlConnectionStringBuilder(database);
        Assert.SkipUnless(Directory.Exists(address.Host), "the Postgres of this run is not reached through a local socket");
        try
        {
            using var relay = new SocketRelay(_folder[".s.PGSQL.5432"], Path.Combine(address.Host!, ".s.PGSQL.5432"));
            var relayed = new NpgsqlConnectionStringBuilder(database) { Host = _folder.Path }.ConnectionString;
            await using var app = await BenchApp.StartAsync(
                Database.Sqlite,
                ("ConnectionStrings:Bench", relayed),
                ("Bench:EmbeddedWorker", "false")
            );
            using var client = app.WithKey();
            using var made = await client.PostAsJsonAsync("/api/v1/keys", new { name = "before", role = "submitter" });
            made.StatusCode.ShouldBe(HttpStatusCode.Created);

            relay.Cut();
            using var read = await client.GetAsync("/api/v1/models");
            using var written = await client.PostAsJsonAsync("/api/v1/keys", new { name = "meanwhile", role = "submitter" });
            using var ready = await client.GetAsync("/health/ready");
            using var browser = app.Reader();
            browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            using var page = await browser.GetAsync("/datasets");

            await read.ShouldBeProblemAsync(503, "database-unavailable");
            await written.ShouldBeProblemAsync(503, "database-unavailable");
            read.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await page.Content.ReadAsStringAsync()).ShouldContain("The database does not answer at the moment");

            relay.Mend();
            using var again = await client.GetAsync("/api/v1/keys");
            (await again.JsonAsync(HttpStatusCode.OK))
                .GetProperty("items")
                .EnumerateArray()
                .Select(key => key.GetProperty("name").GetString())
                .ShouldBe(["before", "operator (first start)"], ignoreOrder: true);
        }
        finally
        {
            await cluster.DropDatabaseAsync(database);
        }
    }

    public void Dispose() => _folder.Dispose();
}
