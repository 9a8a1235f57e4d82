using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.Suites;

/// <summary>Numbers that are shown together are of one model under one contract, or say that they are not.</summary>
public sealed class SuiteContractTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_mean_over_sets_that_were_read_in_two_ways_is_doubted(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "cats");
        await TinyDataset.ImportAsync(app, client, "dogs");
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "two ways", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 1))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var member = (string dataset) => new { dataset, metrics = new[] { "top1" } };
        using var suite = await client.PostAsJsonAsync(
            "/api/v1/suites",
            new
            {
                key = "pets",
                title = "Pets",
                members = new[] { member("cats"), member("dogs") },
                headline = new { title = "Mean top-1", metric = "top1" },
            }
        );
        suite.StatusCode.ShouldBe(HttpStatusCode.Created);
        await EvaluatedAsync(client, new { modelId = model, datasets = new[] { "cats", "dogs" } });

        (await DoubtsAsync(client)).ShouldAllBe(codes => !codes.Contains("preprocessing-differs"));

        await EvaluatedAsync(
            client,
            new
            {
                modelId = model,
                datasets = new[] { "dogs" },
                preprocessing = new { input_size = new[] { 3, 8, 8 }, crop_pct = 0.5 },
            }
        );

        (await DoubtsAsync(client)).ShouldAllBe(codes => codes.Contains("preprocessing-differs"));
        var report = await client.GetStringAsync($"/api/v1/suites/pets/models/{model}");
        report.ShouldContain("The evaluation over dogs has other preprocessing than the one over cats");
    }

    /// <summary>Codes on the suite's board, in its CSV, and on the board of one set with a column of the other.</summary>
    static async Task<string[]> DoubtsAsync(HttpClient client)
    {
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/suites/pets/board");
        var csv = await client.GetStringAsync("/api/v1/suites/pets/board.csv");
        var columns = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=cats&columns=dogs:original:top1");
        return [board.GetProperty("rows")[0].GetProperty("checks").ToString(), csv, columns.GetProperty("rows")[0].ToString()];
    }

    static async Task EvaluatedAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", request);
        foreach (var item in (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items").EnumerateArray())
        {
            var evaluation = await client.UntilAsync(
                $"/api/v1/evaluations/{item.GetProperty("id").GetString()}",
                answer => answer.GetProperty("state").GetString() is "completed" or "failed"
            );
            evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        }
    }
}
