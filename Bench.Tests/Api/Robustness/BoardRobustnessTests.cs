using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Robustness;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Api.Robustness;

public sealed class BoardRobustnessTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Labels = [.. Enumerable.Repeat("ant", 10)];

    /// <summary>Images right on the clean and on the shifted dataset, the first ones of each.</summary>
    static readonly (string Name, int Clean, int Shifted, string Data)[] Models =
    [
        ("weak", 5, 3, "ImageNet-1k"),
        ("middle", 7, 4, "ImageNet-1k"),
        ("strong", 9, 7, "ImageNet-1k"),
        ("robust", 7, 8, "LAION"),
    ];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_trend_of_a_board_and_what_an_oracle_says(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "trend-clean", "trend-clean", Labels);
        var shifted = await client.ListAsync(app, "trend", "trend-moved", Labels, new { clean = "trend-clean" });
        var ids = new Dictionary<string, string>();
        foreach (var model in Models)
        {
            var first = await client.SubmitAsync(clean, Rows(model.Clean), new { name = model.Name, trainingData = model.Data });
            ids[model.Name] = first.Model();
            await client.SubmitAsync(shifted, Rows(model.Shifted), new { name = model.Name, modelId = first.Model() });
        }

        var trend = await client.GetFromJsonAsync<JsonElement>(
            "/api/v1/leaderboard/effective-robustness?dataset=trend&baseline=imagenet-1k"
        );
        var fit = EffectiveRobustness.Fit([new(0.5, 0.3), new(0.7, 0.4), new(0.9, 0.7)]);
        var rows = trend.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
        trend.GetProperty("n").GetInt32().ShouldBe(3);
        trend.GetProperty("slope").GetDouble().ShouldBe(fit.Slope, 1e-12);
        rows["robust"].GetProperty("baseline").GetBoolean().ShouldBeFalse();
        rows["robust"].GetProperty("effective").GetDouble().ShouldBe(fit.Of(new(0.7, 0.8)), 1e-12);
        trend.GetProperty("rows")[0].GetProperty("name").GetString().ShouldBe("robust");

        // As a column of the board, every model is a baseline.
        var all = EffectiveRobustness.Fit([new(0.5, 0.3), new(0.7, 0.4), new(0.9, 0.7), new(0.7, 0.8)]);
        var board = await client.GetFromJsonAsync<JsonElement>(
            "/api/v1/leaderboard?dataset=trend&metric=effective-robustness&columns=clean-top1"
        );
        board.GetProperty("rows")[0].GetProperty("value").GetDouble().ShouldBe(all.Of(new(0.7, 0.8)), 1e-12);
        board.GetProperty("rows")[0].GetProperty("columns").GetProperty("clean-top1").GetProperty("value").GetDouble().ShouldBe(0.7);

        using var undecided = await client.GetAsync("/api/v1/leaderboard/oracle-relative?dataset=trend");
        await undecided.ShouldBeProblemAsync(400, "oracle-missing");
        using var designated = await client.PutAsJsonAsync("/api/v1/datasets/trend/oracle", new { modelId = ids["strong"] });
        (await designated.JsonAsync(HttpStatusCode.OK)).GetProperty("oracleModelId").GetString().ShouldBe(ids["strong"]);
        var oracle = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard/oracle-relative?dataset=trend");
        var weak = oracle.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "weak");
        // The oracle gets the first 7 shifted and the first 9 clean images right; the weak model 3 and 5 of them.
        (weak.GetProperty("perturbedImages").GetInt32(), weak.GetProperty("cleanImages").GetInt32()).ShouldBe((7, 9));
        weak.GetProperty("ratio").GetDouble().ShouldBe(3.0 / 7 / (5.0 / 9), 1e-12);
        var ends = RatioInterval.Of(3, 7, 5, 9);
        (weak.GetProperty("ciLow").GetDouble(), weak.GetProperty("ciHigh").GetDouble()).ShouldBe((ends.Low, ends.High));
        using var column = await client.GetAsync("/api/v1/leaderboard?dataset=trend&columns=oracle-relative");
        await column.ShouldBeProblemAsync(400, "metric-needs-oracle");
        using var cleanless = await client.GetAsync($"/api/v1/leaderboard/oracle-relative?dataset=trend-clean&oracle={ids["weak"]}");
        await cleanless.ShouldBeProblemAsync(400, "clean-dataset-missing");
        using var trendless = await client.GetAsync("/api/v1/leaderboard/effective-robustness?dataset=trend-clean");
        await trendless.ShouldBeProblemAsync(400, "clean-dataset-missing");
        using var nobody = await client.PutAsJsonAsync("/api/v1/datasets/trend/oracle", new { modelId = Guid.CreateVersion7() });
        await nobody.ShouldBeProblemAsync(404, "model-not-found");
    }

    static float[][] Rows(int right) =>
        [.. Enumerable.Range(0, Labels.Length).Select(i => MadeEvaluations.Row(i < right ? "0123" : "1023"))];
}
