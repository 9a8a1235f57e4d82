using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Data;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Audits;

/// <summary>Audits, over the real service. Tries, the ladder and the held-out half, over lists of 60 images of 4 classes that are
/// labelled in turn.</summary>
public sealed partial class AuditsTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const int Images = 60;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_an_owners_tries_only_those_are_reported_that_are_significantly_better_and_deleting_one_changes_nothing(
        Database database
    )
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        await ImportAsync(app, operators, "climbed", "\"ladder\": true");

        var first = await SubmitListAsync(owner, "climbed", wrong: 30);
        var little = await SubmitListAsync(owner, "climbed", wrong: 28);
        (await owner.DeleteAsync($"/api/v1/models/{first.GetProperty("modelId").GetString()}")).EnsureSuccessStatusCode();
        var again = await SubmitListAsync(owner, "climbed", wrong: 28);
        var better = await SubmitListAsync(owner, "climbed", wrong: 5);
        var others = await SubmitListAsync(stranger, "climbed", wrong: 28);

        first.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(0.5);
        foreach (var withheld in new[] { little, again })
        {
            withheld.GetProperty("state").GetString().ShouldBe("completed");
            withheld.GetProperty("scores").GetArrayLength().ShouldBe(0);
            withheld
                .GetProperty("checks")
                .EnumerateArray()
                .Select(check => check.GetProperty("code").GetString())
                .ShouldContain("ladder-not-better");
        }
        better.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(55 / 60.0);
        others.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(32 / 60.0);
        var rows = (await owner.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=climbed")).GetProperty("rows");
        rows.EnumerateArray()
            .Select(row => (row.GetProperty("evaluationId").GetString(), row.GetProperty("earlierTries").GetInt32()))
            .ShouldBe([(better.Id(), 3), (others.Id(), 0)]);
        better.GetProperty("earlierTries").GetInt32().ShouldBe(3);
        (await owner.GetStringAsync("/api/v1/leaderboard.csv?dataset=climbed&sort=tries")).ShouldContain(",earlier_tries,");
        (await owner.GetStringAsync("/?dataset=climbed")).ShouldContain("Tries before");
        (await owner.GetStringAsync($"/models/{better.GetProperty("modelId").GetString()}")).ShouldContain("Tries before");
        (await owner.GetStringAsync($"/evaluations/{better.Id()}")).ShouldContain("91.67");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Nothing_is_told_of_single_images_of_a_dataset_with_a_ladder(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportAsync(app, client, "closed", "\"ladder\": true");
        var one = await SubmitListAsync(client, "closed", wrong: 30);
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        var other = await SubmitListAsync(stranger, "closed", wrong: 20);

        foreach (var part in new[] { "mistakes", "confusions", "classes", "reliability" })
        {
            using var refused = await client.GetAsync($"/api/v1/evaluations/{one.Id()}/{part}");
            await refused.ShouldBeProblemAsync(403, "answers-hidden");
        }
        // Accuracy by a property of the images would be a score of a part of them.
        using var slices = await client.GetAsync("/api/v1/datasets/closed/slices");
        await slices.ShouldBeProblemAsync(403, "answers-hidden");
        var compared = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/compare?a={one.GetProperty("modelId").GetString()}&b={other.GetProperty("modelId").GetString()}&dataset=closed"
        );
        compared.GetProperty("images").GetArrayLength().ShouldBe(0);
        compared.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        var manifest = (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/closed")).GetProperty("manifestHash").GetString();
        using var evidence = await client.GetAsync($"/api/v1/log/files/manifests/{manifest}");
        await evidence.ShouldBeProblemAsync(404, "evidence-not-found");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_other_half_is_scored_from_the_stated_date_on_and_not_before(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportAsync(app, client, "halved", "\"heldOutUntil\": \"2999-01-01T00:00:00Z\"");
        var held = Enumerable.Range(0, Images).Where(image => HeldOutHalf.Contains($"halved{image:00}")).ToList();

        var evaluation = await SubmitListAsync(client, "halved", wrong: 30);
        using var early = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form("""{"dataset": "halved", "key": "all", "format": "csv"}""", List("halved"), "labels.csv")
        );
        await using var scope = app.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HeldOutRelease>().RunAsync(CancellationToken.None)).ShouldBeEmpty();

        evaluation.Score("original", "top1").GetProperty("n").GetInt32().ShouldBe(Images - held.Count);
        evaluation.Score("original", "top1").GetProperty("excluded").GetProperty("held-out").GetInt32().ShouldBe(held.Count);
        await early.ShouldBeProblemAsync(409, "labels-held-out");
        // All answers one class too high: what is said of that counts the open half alone.
        var shifted = await SubmitListAsync(client, "halved", wrong: Images);
        shifted.GetProperty("checks").GetRawText().ShouldContain($"0 of {Images - held.Count} answers are right");
        shifted.GetRawText().ShouldNotContain($"of {Images} answers");

        // The date comes: nothing but the clock says so.
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await db
            .Datasets.Where(dataset => dataset.Key == "halved")
            .ExecuteUpdateAsync(set => set.SetProperty(dataset => dataset.HeldOutUntil, DateTime.UnixEpoch));
        (await scope.ServiceProvider.GetRequiredService<HeldOutRelease>().RunAsync(CancellationToken.None)).ShouldBe(["halved"]);
        (await scope.ServiceProvider.GetRequiredService<HeldOutRelease>().RunAsync(CancellationToken.None)).ShouldBeEmpty();

        await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.Id()}/scores?labelSet=held-out",
            scores => scores.GetProperty("items").GetArrayLength() > 0
        );
        var scored = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}");
        scored.Score("original", "top1").GetProperty("n").GetInt32().ShouldBe(Images - held.Count);
        scored.Score("held-out", "top1").GetProperty("n").GetInt32().ShouldBe(held.Count);
        scored.Score("held-out", "top1").GetProperty("value").GetDouble().ShouldBe(held.Count(image => image >= 30) / (double)held.Count);
    }

    [Theory, BothDatabases]
    public async Task A_half_that_is_kept_back_until_yesterday_is_refused(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await File.WriteAllBytesAsync(Path.Combine(app.DatasetsRoot, "late.csv"), List("late"));
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "four.txt"), "ant\nbee\ncat\ndog\n");

        using var refused = await RegisterAsync(client, "late", "\"heldOutUntil\": \"2020-01-01T00:00:00Z\"");

        (await refused.ShouldBeProblemAsync(422, "dataset-invalid")).GetRawText().ShouldContain("heldOutUntil");
    }

    static Task<HttpResponseMessage> RegisterAsync(HttpClient client, string key, string more) =>
        client.PostAsync(
            "/api/v1/datasets",
            new StringContent(
                $$"""{"key": "{{key}}", "variant": "custom", "layout": "csv", "path": "{{key}}.csv", "classes": "four.txt", {{more}}}""",
                Encoding.UTF8,
                "application/json"
            )
        );

    static async Task ImportAsync(BenchApp app, HttpClient client, string key, string more)
    {
        await File.WriteAllBytesAsync(Path.Combine(app.DatasetsRoot, $"{key}.csv"), List(key));
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "four.txt"), "ant\nbee\ncat\ndog\n");
        using var answer = await RegisterAsync(client, key, more);
        await answer.JsonAsync(HttpStatusCode.Accepted);
        await client.UntilAsync($"/api/v1/datasets/{key}", dataset => dataset.GetProperty("state").GetString() == "ready");
    }

    /// <summary>Wrong on the first images, right on the rest.</summary>
    static Task<JsonElement> SubmitListAsync(HttpClient client, string dataset, int wrong) =>
        client.SubmitRowsAsync(
            dataset,
            ListDatasets.Answers(i => $"{dataset}{i:00}.jpg", Images, wrong, probability: 0.6),
            new { name = $"with {wrong} wrong" }
        );

    /// <remarks>Each dataset has names of its own: a list of images is named by its hash, and one that another dataset gives out is no
    /// secret.</remarks>
    static byte[] List(string dataset) =>
        Encoding.UTF8.GetBytes(
            string.Join('\n', Enumerable.Range(0, Images).Select(i => $"{dataset}{i:00}.jpg,{i % 4}").Prepend("file_name,label"))
        );
}

file static class Ids
{
    public static string? Id(this JsonElement thing) => thing.GetProperty("id").GetString();
}
