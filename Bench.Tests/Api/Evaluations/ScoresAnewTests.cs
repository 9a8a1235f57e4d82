using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring.Resampling;
using Bench.Tests.Api.Robustness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bench.Tests.Api.Evaluations;

/// <summary>One data folder under two builds, one after the other: the second one's catalogue has a metric more, or a newer version of
/// one.</summary>
public sealed class ScoresAnewTests
{
    static readonly string[] Labels = ["ant", "bee", "cat", "dog", "ant", "bee", "cat", "dog"];

    /// <remarks>Rows from 0 up that all sum alike would be no logits.</remarks>
    static readonly float[][] Rows =
    [
        .. Labels.Select((_, i) => MadeEvaluations.Row(i % 3 == 0 ? "1023" : "0123").Select(logit => logit * (1 + i)).ToArray()),
    ];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_metric_that_appears_between_two_starts_is_there_for_what_is_stored(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        var evaluation = await SubmitAsync(app);
        var before = await ScoresAsync(app, evaluation);
        var metric = MetricCatalog.Find("top1")! with { Id = "test-only", Measure = view => Estimate.Proportion(view.N - 1, view.N) };

        await app.RestartAsync(Catalogue([.. MetricCatalog.All, metric]));
        using var client = app.WithKey();
        var after = await client.UntilAsync($"/api/v1/evaluations/{evaluation}/scores", answer => Has(answer, "test-only"));

        Value(after, "test-only").ShouldBe(7.0 / 8);
        foreach (var score in before.GetProperty("items").EnumerateArray())
            Value(after, score.GetProperty("metric").GetString()!).ShouldBe(score.GetProperty("value").GetDouble());
        (await HealthAsync(client)).GetProperty("data").GetProperty("outdated").GetInt32().ShouldBe(0);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_newer_version_is_being_scored_anew_on_board_page_and_list_until_it_is_there(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        var evaluation = await SubmitAsync(app);
        var before = Value(await ScoresAsync(app, evaluation), "brier");
        using var gate = new ManualResetEventSlim();
        var old = MetricCatalog.Find("brier")!;
        var newer = old with
        {
            Version = old.Version + 1,
            Measure = view =>
            {
                gate.Wait(Patience.Deadline);
                return old.Measure(view);
            },
        };

        await app.RestartAsync(Catalogue([.. MetricCatalog.All.Select(metric => metric == old ? newer : metric)]));
        using var client = app.WithKey();
        const string Board = "leaderboard?dataset=again&columns=top1,brier";
        var row = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/{Board}")).GetProperty("rows")[0];
        var csv = await client.GetStringAsync($"/api/v1/{Board.Replace("leaderboard", "leaderboard.csv", StringComparison.Ordinal)}");
        var page = await client.GetStringAsync("/?dataset=again&columns=top1,brier");
        var scores = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}/scores");
        var health = await HealthAsync(client);
        var metrics = await client.GetStringAsync("/metrics");
        var queue = await client.GetStringAsync("/queue");
        gate.Set();
        var after = await client.UntilAsync($"/api/v1/evaluations/{evaluation}/scores", answer => Has(answer, "brier"));

        row.GetProperty("columns").GetProperty("brier").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("columns").GetProperty("top1").ValueKind.ShouldBe(JsonValueKind.Object);
        row.GetProperty("beingScored").EnumerateArray().Select(name => name.GetString()).ShouldBe(["brier"]);
        csv.Split("\r\n")[1].Split(',').ShouldContain("brier");
        page.ShouldContain("being rescored");
        Has(scores, "brier").ShouldBeFalse();
        Missing(scores, "brier").ShouldBe("is being rescored: the stored number is of an older version of the catalogue");
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("data").GetProperty("outdated").GetInt32().ShouldBe(1);
        metrics.ShouldContain("bench_scored_evaluations{scores=\"outdated\"}");
        queue.ShouldContain("Of 1 evaluation, 1 has scores of an older catalogue");
        Value(after, "brier").ShouldBe(before);
        (await client.GetStringAsync("/?dataset=again&columns=top1,brier")).ShouldNotContain("being rescored");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_cannot_be_scored_anew_is_told_and_not_tried_for_ever(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        var evaluation = await SubmitAsync(app);
        foreach (var file in Directory.GetFiles(Path.Combine(app.DataDirectory, "blobs", "predictions"), "*", SearchOption.AllDirectories))
            File.Delete(file);
        var metric = MetricCatalog.Find("top1")! with { Id = "test-only" };

        await app.RestartAsync(Catalogue([.. MetricCatalog.All, metric]));
        using var client = app.WithKey();
        await client.UntilReadyAsync();
        await client.UntilAsync("/health", answer => Scores(answer).GetProperty("data").GetProperty("failed").GetInt32() == 1);
        var scores = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}/scores");

        (await HealthAsync(client)).GetProperty("status").GetString().ShouldBe("degraded");
        Missing(scores, "test-only").ShouldStartWith("could not be rescored: ");
        Has(scores, "top1").ShouldBeTrue();
    }

    static Action<IServiceCollection> Catalogue(IReadOnlyList<MetricDefinition> scored) =>
        services => services.Replace(ServiceDescriptor.Singleton(new MetricSet(scored, MetricCatalog.Derived, MetricCatalog.Retired)));

    static async Task<string> SubmitAsync(BenchApp app)
    {
        using var client = app.WithKey();
        var dataset = await client.ListAsync(app, "again", "clean", Labels);
        return (await client.SubmitAsync(dataset, Rows)).GetProperty("id").GetString()!;
    }

    static async Task<JsonElement> ScoresAsync(BenchApp app, string evaluation)
    {
        using var client = app.WithKey();
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}/scores");
    }

    static async Task<JsonElement> HealthAsync(HttpClient client)
    {
        // The front page's board is still being read right after a start.
        await client.UntilReadyAsync();
        using var answer = await client.GetAsync("/health");
        return Scores(await answer.JsonAsync(HttpStatusCode.OK));
    }

    static JsonElement Scores(JsonElement health) => health.GetProperty("checks").GetProperty("scores");

    static bool Has(JsonElement scores, string metric) => Items(scores, metric).Any();

    static double Value(JsonElement scores, string metric) => Items(scores, metric).Single().GetProperty("value").GetDouble();

    static IEnumerable<JsonElement> Items(JsonElement scores, string metric) =>
        scores.GetProperty("items").EnumerateArray().Where(score => score.GetProperty("metric").GetString() == metric);

    static string? Missing(JsonElement scores, string metric) =>
        scores
            .GetProperty("missing")
            .EnumerateArray()
            .Single(score => score.GetProperty("metric").GetString() == metric)
            .GetProperty("reason")
            .GetString();
}
