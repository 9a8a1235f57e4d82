using System.Net;
using System.Net.Http.Json;

namespace Bench.Tests.Api;

public sealed class WriteLimitTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_key_that_writes_too_much_is_told_when_to_go_on_while_others_write_and_all_read(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:WritesPerMinute", "3"));
        var submitter = await app.KeyAsync("submitter");
        using var client = app.WithKey(submitter);
        using var administrator = app.WithKey();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "nowhere" });
            statuses.Add(allowed.StatusCode);
        }
        using var refused = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "nowhere" });
        using var read = await client.GetAsync("/api/v1/models");
        using var other = await administrator.PostAsJsonAsync("/api/v1/webhooks", new { url = "nowhere" });

        statuses.ShouldAllBe(status => status == HttpStatusCode.UnprocessableEntity);
        await refused.ShouldBeProblemAsync(429, "rate-limited");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
