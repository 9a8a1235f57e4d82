using System.Net;
using System.Net.Http.Json;
using Bench.Data;
using Bench.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Data;

public sealed class OneMomentTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Statements_of_one_moment_do_not_see_what_is_written_between_them(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();

        var (first, second) = await db.ReadAtOneMomentAsync(
            async () =>
            {
                var before = await db.Keys.CountAsync();
                using var made = await client.PostAsJsonAsync("/api/v1/keys", new { name = "between", role = "reader" });
                await made.JsonAsync(HttpStatusCode.Created);
                return (before, await db.Keys.CountAsync());
            },
            TestContext.Current.CancellationToken
        );

        second.ShouldBe(first);
        (await db.Keys.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(first + 1);
    }
}
