using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

public sealed class CheckTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_doubt_stands_wherever_its_numbers_do(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportAsync(app, client, "doubted");
        var evaluation = await SubmitAsync(client, "doubted");
        await DoubtAsync(app, evaluation.GetProperty("id").GetGuid());

        var shown = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}");
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=doubted");
        var table = (await client.GetStringAsync("/api/v1/leaderboard.csv?dataset=doubted")).Split("\r\n");

        Codes(shown).ShouldBe(["of-the-dataset", "of-the-evaluation", "of-the-labels"]);
        shown.GetProperty("checks")[1].GetProperty("severity").GetString().ShouldBe("warning");
        Codes(board).ShouldBe(["of-the-dataset", "of-the-labels"]);
        Codes(board.GetProperty("rows")[0]).ShouldBe(["of-the-evaluation"]);
        table[1].Split(',')[Array.IndexOf(table[0].Split(','), "checks")].ShouldBe("of-the-dataset of-the-labels of-the-evaluation");
        Codes(await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted")).ShouldBe(["of-the-dataset"]);
        Codes((await client.GetFromJsonAsync<JsonElement>("/api/v1/label-sets?dataset=doubted")).GetProperty("items")[0])
            .ShouldBe(["of-the-labels"]);
        (await client.GetStringAsync("/?dataset=doubted")).ShouldContain("The evaluation is doubtful.");
        (await client.GetStringAsync("/?dataset=doubted")).ShouldContain("1 doubt");
        (await client.GetStringAsync($"/evaluations/{evaluation.GetProperty("id").GetString()}")).ShouldContain("The dataset is doubtful.");
        (await client.GetStringAsync($"/api/v1/models/{evaluation.GetProperty("modelId").GetString()}/card.md")).ShouldContain(
            "- doubted: The evaluation is doubtful. (`of-the-evaluation`)"
        );
        (await client.GetStringAsync($"/api/v1/models/{evaluation.GetProperty("modelId").GetString()}/card.md")).ShouldContain(
            "- doubted, original: The labels are doubtful. (`of-the-labels`)"
        );
        await ShownElsewhereAsync(app, client, evaluation.GetProperty("modelId").GetString()!);
    }

    /// <summary>A number that another board, or a suite, takes from here takes its doubts along.</summary>
    static async Task ShownElsewhereAsync(BenchApp app, HttpClient client, string model)
    {
        await ImportAsync(app, client, "trusted");
        await SubmitAsync(client, "trusted", model);
        using var suite = await client.PostAsJsonAsync(
            "/api/v1/suites",
            new
            {
                key = "both",
                title = "Both",
                members = new[]
                {
                    new { dataset = "trusted", metrics = new[] { "top1" } },
                    new { dataset = "doubted", metrics = new[] { "top1" } },
                },
                headline = new { title = "Mean top-1", metric = "top1" },
            }
        );
        await suite.JsonAsync(HttpStatusCode.Created);
        const string Query = "dataset=trusted&columns=doubted:original:top1";
        string[] all = ["of-the-dataset", "of-the-labels", "of-the-evaluation"];

        var alone = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=trusted");
        var beside = await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?{Query}");
        var table = (await client.GetStringAsync($"/api/v1/leaderboard.csv?{Query}")).Split("\r\n");
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/suites/both/board");
        var boardTable = (await client.GetStringAsync("/api/v1/suites/both/board.csv")).Split("\r\n");
        var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/suites/both/models/{model}");

        Codes(alone.GetProperty("rows")[0]).ShouldBeEmpty();
        Codes(beside.GetProperty("rows")[0]).ShouldBe(all);
        beside
            .GetProperty("rows")[0]
            .GetProperty("checks")[0]
            .GetProperty("message")
            .GetString()!
            .ShouldStartWith("Over doubted, original labels: ");
        table[1].Split(',')[Array.IndexOf(table[0].Split(','), "checks")].ShouldBe(string.Join(' ', all));
        (await client.GetStringAsync($"/?{Query}")).ShouldContain("Over doubted, original labels: The evaluation is doubtful.");
        Codes(board.GetProperty("rows")[0]).ShouldBe(all);
        boardTable[1].Split(',')[Array.IndexOf(boardTable[0].Split(','), "checks")].ShouldBe(string.Join(' ', all));
        report.GetProperty("members").EnumerateArray().Select(member => Codes(member).Count()).ShouldBe([0, 3]);
        (await client.GetStringAsync($"/api/v1/suites/both/models/{model}/report.csv")).ShouldContain($",{string.Join(' ', all)}\r\n");
        (await client.GetStringAsync("/suites/both")).ShouldContain("doubted: The labels are doubtful.");
        (await client.GetStringAsync($"/suites/both/models/{model}")).ShouldContain("The dataset is doubtful.");
    }

    static async Task DoubtAsync(BenchApp app, Guid evaluation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var row = await db.Evaluations.SingleAsync(candidate => candidate.Id == evaluation);
        row.Checks = [Check.Warning("of-the-evaluation", "The evaluation is doubtful.")];
        (await db.Datasets.SingleAsync(dataset => dataset.Id == row.DatasetId)).Checks =
        [
            Check.Warning("of-the-dataset", "The dataset is doubtful."),
        ];
        await db
            .LabelSets.Where(set => set.DatasetId == row.DatasetId)
            .ExecuteUpdateAsync(set => set.SetProperty(labels => labels.Checks, [Check.Note("of-the-labels", "The labels are doubtful.")]));
        await db.SaveChangesAsync();
    }

    static IEnumerable<string> Codes(JsonElement checkedThing) =>
        checkedThing.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString()!);

    static Task<JsonElement> ImportAsync(BenchApp app, HttpClient client, string key) =>
        client.ImportListAsync(app, key, Enumerable.Range(0, 8).Select(i => $"{i}.jpg,{i % 2}"), new { classes = "two.txt" });

    static Task<JsonElement> SubmitAsync(HttpClient client, string dataset, string? model = null) =>
        client.SubmitRowsAsync(dataset, ListDatasets.Answers(i => $"{i}.jpg", images: 8, classes: 2), new { modelId = model });
}
