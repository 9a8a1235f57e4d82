using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Readers;
using Bench.Metrics.Predicted;
using Bench.Tests.Api.Robustness;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Evaluations;

/// <summary>One calibration error with three parameters, through the API and on its page.</summary>
public sealed class CalibrationTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Labels = [.. Enumerable.Range(0, 60).Select(i => ((string[])["ant", "bee", "cat", "dog"])[i % 4])];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Ninety_numbers_of_a_model_and_those_that_are_scored_are_the_same(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var evaluation = await client.SubmitAsync(await client.ListAsync(app, "swept", "swept", Labels), Rows());
        var address = $"/api/v1/evaluations/{evaluation.Id()}/calibration";

        var answer = await client.GetFromJsonAsync<JsonElement>(address);
        var whole = await client.GetFromJsonAsync<JsonElement>(address + "?stage=all");
        var one = await client.GetFromJsonAsync<JsonElement>(address + "?family=classwise-ece-mass&bins=50&stage=after");
        var page = await client.GetStringAsync($"/evaluations/{evaluation.Id()}/calibration");
        var scores = await client.ScoresWithAsync(evaluation, "temperature");

        var items = answer.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(5 * 9 * 2);
        items
            .Select(item => (Text(item, "family"), Text(item, "stage"), item.GetProperty("bins").GetInt32()))
            .Distinct()
            .Count()
            .ShouldBe(90);
        answer.GetProperty("temperature").GetDouble().ShouldBe(scores.Value("temperature"), 1e-9);
        answer.GetProperty("missing").GetArrayLength().ShouldBe(0);
        var scored = items
            .Concat(whole.GetProperty("items").EnumerateArray())
            .Where(item => item.GetProperty("metric").ValueKind == JsonValueKind.String)
            .ToList();
        // 15 bins before and after of five families; over all images five with 15 bins, and three families with eight other numbers.
        scored.Count.ShouldBe(10 + 5 + 24);
        foreach (var item in scored)
            scores.Value(Text(item, "metric")).ShouldBe(item.GetProperty("value").GetDouble(), 1e-6, Text(item, "metric"));
        one.GetProperty("items").GetArrayLength().ShouldBe(1);
        one.GetProperty("items")[0].GetProperty("n").GetInt32().ShouldBeLessThan(60);
        page.ShouldContain("Classwise ECE, equal-mass bins");
        page.ShouldContain("After temperature");
    }

    /// <remarks>Labels over some of the classes are made anew with every request.</remarks>
    [Fact]
    public async Task Asking_again_keeps_nothing_more_in_memory()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var labels = Labels.Select(label => label == "dog" ? "cat" : label).ToArray();
        var masked = await client.ListAsync(app, "part", "part", labels, new { masked = true });
        var evaluation = await client.SubmitAsync(masked, Rows());
        var cache = app.Services.GetRequiredService<IMemoryCache>().ShouldBeOfType<SightedCache>();

        var first = await client.GetStringAsync($"/api/v1/evaluations/{evaluation.Id()}/calibration");
        var kept = cache.Count;
        var second = await client.GetStringAsync($"/api/v1/evaluations/{evaluation.Id()}/calibration");

        masked.GetProperty("classCount").GetInt32().ShouldBe(3);
        second.ShouldBe(first);
        kept.ShouldBeGreaterThan(0);
        cache.Count.ShouldBe(kept);
    }

    [Fact]
    public async Task What_the_predictions_do_not_carry_has_a_reason_and_a_wrong_parameter_a_way_out()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var evaluation = await client.SubmitAsync(
            await client.ListAsync(app, "head", "head", Labels),
            Rows(),
            headSize: 2,
            content: PredictionContent.Head
        );
        var address = $"/api/v1/evaluations/{evaluation.Id()}/calibration";

        var answer = await client.GetFromJsonAsync<JsonElement>(address);
        using var family = await client.GetAsync(address + "?family=beauty");
        using var bins = await client.GetAsync(address + "?bins=7");

        answer.GetProperty("items").EnumerateArray().Select(item => Text(item, "family")).Distinct().ShouldBe(["ece", "ece-mass", "mce"]);
        answer
            .GetProperty("missing")
            .EnumerateArray()
            .Select(gap => (Text(gap, "family"), Text(gap, "stage")))
            .ShouldContain(("classwise-ece", "before"));
        answer
            .GetProperty("missing")
            .EnumerateArray()
            .ShouldAllBe(gap => Text(gap, "reason") == "needs every logit of each image; these predictions carry the best classes only");
        await family.ShouldBeProblemAsync(404, "calibration-family-unknown");
        await bins.ShouldBeProblemAsync(400, "bins-invalid");
        using var stage = await client.GetAsync(address + "?stage=during");
        await stage.ShouldBeProblemAsync(404, "calibration-stage-unknown");
        var parameters = await client.GetFromJsonAsync<JsonElement>("/api/v1/metrics/calibration");
        parameters.GetProperty("families").GetArrayLength().ShouldBe(5);
        parameters.GetProperty("bins").GetArrayLength().ShouldBe(9);
    }

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    static float[][] Rows()
    {
        var random = new Random(4);
        return
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i => Enumerable.Range(0, 4).Select(c => (float)(Half)(3 * random.NextSingle() + (c == i % 4 ? 1 : 0))).ToArray()),
        ];
    }
}
