using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.Doubts;

/// <summary>A model is held against its parent's evaluation under its own preprocessing, and against another one with a
/// word.</summary>
public sealed class ParentContractTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Flips_from_a_parent_that_read_its_pictures_otherwise_are_doubted(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "nursery");
        var parent = await UploadAsync(client, seed: 31, parent: null);
        await EvaluatedAsync(client, parent, mean: 0.1);
        await EvaluatedAsync(client, parent, mean: 0.2);
        var child = await UploadAsync(client, seed: 32, parent);

        var same = await EvaluatedAsync(client, child, mean: 0.1);
        var plain = await client.GetStringAsync("/api/v1/leaderboard?dataset=nursery&columns=parent-flips");
        var other = await EvaluatedAsync(client, child, mean: 0.3);
        var board = await client.GetStringAsync("/api/v1/leaderboard?dataset=nursery&columns=parent-flips");
        var csv = await client.GetStringAsync("/api/v1/leaderboard.csv?dataset=nursery&columns=parent-flips");

        (await ChecksAsync(client, same)).ShouldNotContain("preprocessing-differs", customMessage: "the parent has one under the same");
        plain.ShouldNotContain("preprocessing-differs");
        (await ChecksAsync(client, other)).ShouldContain("The parent model: it read its pictures under other preprocessing");
        board.ShouldContain("preprocessing-differs");
        csv.ShouldContain("preprocessing-differs");
    }

    static async Task<string> ChecksAsync(HttpClient client, string evaluation)
    {
        var scores = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}/scores?labelSet=original");
        scores.GetProperty("items").ToString().ShouldContain("parent-flips");
        return scores.GetProperty("checks").ToString();
    }

    static async Task<string> UploadAsync(HttpClient client, int seed, string? parent)
    {
        var manifest = JsonSerializer.Serialize(
            new
            {
                name = $"model {seed}",
                parentModelId = parent,
                preprocessing = new { input_size = new[] { 3, 8, 8 } },
            }
        );
        using var response = await client.PostAsync("/api/v1/models", ApiClient.Form(manifest, TinyModel.Create(2, seed)));
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    static async Task<string> EvaluatedAsync(HttpClient client, string model, double mean)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new
            {
                modelId = model,
                datasets = new[] { "nursery" },
                preprocessing = new { input_size = new[] { 3, 8, 8 }, mean = new[] { mean, mean, mean } },
            }
        );
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
        var ended = await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return id;
    }
}
