using System.Net;
using System.Text.Json;

namespace Bench.Tests.Api.Robustness;

/// <summary>What compares a model with the one it was made from goes when that one goes.</summary>
public sealed class ParentRemovalTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Scores_against_a_deleted_parent_leave_the_board(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await client.ImportListAsync(app, "grown", Enumerable.Range(0, 8).Select(i => $"{i}.jpg,{i % 2}"), new { classes = "two.txt" });
        var parent = (await client.SubmitRowsAsync("grown", Rows(right: 7))).GetProperty("modelId").GetString();
        var child = (await client.SubmitRowsAsync("grown", Rows(right: 5), new { parentModelId = parent })).GetProperty("id").GetString();
        await client.UntilAsync($"/api/v1/evaluations/{child}", answer => Has(answer, "parent-agreement"));

        using var deleted = await client.DeleteAsync($"/api/v1/models/{parent}");

        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await client.UntilAsync($"/api/v1/evaluations/{child}", answer => !Has(answer, "parent-agreement") && Has(answer, "top1"));
    }

    static IEnumerable<string> Rows(int right) => Enumerable.Range(0, 8).Select(i => $"{i}.jpg,{(i < right ? i : i + 1) % 2},0.{9 - i}");

    static bool Has(JsonElement evaluation, string metric) =>
        evaluation.GetProperty("scores").EnumerateArray().Any(score => score.GetProperty("metric").GetString() == metric);
}
