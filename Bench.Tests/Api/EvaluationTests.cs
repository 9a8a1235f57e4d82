using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

public sealed partial class EvaluationTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases]
    public async Task What_does_not_exist_is_named(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "for nothing", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(4, seed: 300))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();

        using var noModel = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = Guid.CreateVersion7(), datasets = new[] { "none" } }
        );
        using var noDataset = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "none" } });
        using var noEvaluation = await client.GetAsync($"/api/v1/evaluations/{Guid.CreateVersion7()}");

        await noModel.ShouldBeProblemAsync(404, "model-not-found");
        await noDataset.ShouldBeProblemAsync(404, "dataset-not-found");
        await noEvaluation.ShouldBeProblemAsync(404, "evaluation-not-found");
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc")]
    [InlineData("link")]
    public async Task A_dataset_outside_the_root_is_refused(string path)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var link = Path.Combine(app.DatasetsRoot, "link");
        if (!Directory.Exists(link))
            Directory.CreateSymbolicLink(link, "/etc");

        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "outside",
                variant = "custom",
                layout = "imagefolder",
                path,
            }
        );
        using var after = await client.GetAsync("/api/v1/datasets/outside");

        await response.ShouldBeProblemAsync(422, "dataset-path-outside-root");
        await after.ShouldBeProblemAsync(404, "dataset-not-found");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_whose_output_has_another_width_than_the_dataset_has_classes_is_refused(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "two-classes", broken: null);
        var model = await UploadAsync(client, TinyModel.Create(10, seed: 400));

        using var response = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = model, datasets = new[] { "two-classes" } }
        );
        using var list = await client.GetAsync($"/api/v1/evaluations?modelId={model}");

        var problem = await response.ShouldBeProblemAsync(422, "output-mismatch");
        problem.GetProperty("detail").GetString()!.ShouldContain("2 classes");
        (await list.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_of_ten_classes_is_not_run_over_ImageNets_thousand(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "thousand", "n01440764", "n01443537", "imagenet-1k");

        using var response = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = await UploadAsync(client, TinyModel.Create(10, seed: 407)), datasets = new[] { "thousand" } }
        );

        (await response.ShouldBeProblemAsync(422, "output-mismatch")).GetProperty("detail").GetString()!.ShouldContain("1,000 classes");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_option_leaves_out_what_cannot_be_decoded_and_counts_it(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:Inference:ExcludeUndecodable", "true"));
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "partly", broken: "b/0.jpg");

        var evaluation = await EvaluateAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 408)), "partly");

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        var top1 = evaluation.Score("original", "top1");
        top1.GetProperty("n").GetInt32().ShouldBe(3);
        top1.GetProperty("excluded").GetProperty("undecodable").GetInt32().ShouldBe(1);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_cannot_be_decoded_is_counted_by_no_reader(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:Inference:ExcludeUndecodable", "true"));
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "partly-read", broken: "a/0.jpg");
        var evaluation = await EvaluateAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 409)), "partly-read");
        var at = $"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}";

        var classes = await client.GetFromJsonAsync<JsonElement>($"{at}/classes");
        var counts = await client.GetFromJsonAsync<JsonElement>($"{at}/label-counts");
        var reliability = await client.GetFromJsonAsync<JsonElement>($"{at}/reliability");
        var page = await client.GetStringAsync($"/evaluations/{evaluation.GetProperty("id").GetString()}/classes");

        // The row of a picture that was left out is all zero, which reads as class 0, its own.
        classes
            .GetProperty("items")
            .EnumerateArray()
            .Select(line => (line.GetProperty("class").GetProperty("id").GetString(), line.GetProperty("count").GetInt32()))
            .ShouldBe([("a", 1), ("b", 2)]);
        counts.GetProperty("items").EnumerateArray().Single().GetProperty("n").GetInt32().ShouldBe(3);
        counts
            .GetProperty("items")
            .EnumerateArray()
            .Single()
            .GetProperty("accuracy")
            .GetDouble()
            .ShouldBe(evaluation.Score("original", "top1").GetProperty("value").GetDouble(), 1e-12);
        reliability.GetProperty("n").GetInt32().ShouldBe(3);
        page.ShouldMatch(
            """(?s)id="class-0".*?<td class="n">1</td>.*?id="class-1".*?<td class="n">2</td>|id="class-1".*?<td class="n">2</td>.*?id="class-0".*?<td class="n">1</td>"""
        );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_picture_that_cannot_be_decoded_fails_the_evaluation_by_its_name(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "broken", broken: "b/0.jpg");
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 401));

        var evaluation = await EvaluateAsync(client, model, "broken");
        var id = evaluation.GetProperty("id").GetString();
        using var cancelled = await client.PostAsync($"/api/v1/evaluations/{id}/cancel", null);
        using var download = await client.GetAsync($"/api/v1/evaluations/{id}/predictions");

        evaluation.GetProperty("state").GetString().ShouldBe("failed");
        var error = evaluation.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("image-undecodable");
        error.GetProperty("message").GetString()!.ShouldContain("b/0.jpg");
        error.GetProperty("nextStep").GetString().ShouldNotBeNullOrEmpty();
        await cancelled.ShouldBeProblemAsync(409, "evaluation-ended");
        ((int)download.StatusCode).ShouldBeInRange(400, 499);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_output_that_is_not_a_number_fails_the_evaluation_and_the_next_one_completes(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "numbers", broken: null);

        var bad = await EvaluateAsync(client, await UploadAsync(client, TinyModel.WithNotANumber(2)), "numbers");
        var good = await EvaluateAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 403)), "numbers");

        bad.GetProperty("state").GetString().ShouldBe("failed");
        bad.GetProperty("error").GetProperty("code").GetString().ShouldBe("output-not-finite");
        good.GetProperty("state").GetString().ShouldBe("completed", good.ToString());
        good.Score("original", "top1").GetProperty("n").GetInt32().ShouldBe(4);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_failed_evaluation_can_be_tried_again(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "tried", broken: "a/1.jpg");
        var failed = await EvaluateAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 404)), "tried");
        var address = $"/api/v1/evaluations/{failed.GetProperty("id").GetString()}";

        using var retried = await client.PostAsync($"{address}/retry", null);
        var again = await client.UntilAsync(address, answer => answer.GetProperty("state").GetString() is "completed" or "failed");

        (await retried.JsonAsync(HttpStatusCode.Accepted)).GetProperty("attempt").GetInt32().ShouldBe(1);
        again.GetProperty("attempt").GetInt32().ShouldBe(1);
        again.GetProperty("revision").GetInt64().ShouldBeGreaterThan(failed.GetProperty("revision").GetInt64() + 1);
        again.GetProperty("error").GetProperty("code").GetString().ShouldBe("image-undecodable");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_was_run_for_one_entry_is_scored_for_another_over_the_same_file_and_contract(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        await TinyDataset.ImportAsync(app, client, "shared", broken: null);
        var bytes = TinyModel.Create(2, seed: 433);
        var model = await UploadAsync(client, bytes);
        var first = await EvaluateAsync(client, model, "shared");

        var second = await EvaluateAsync(other, await UploadAsync(other, bytes), "shared");
        using var removed = await client.DeleteAsync($"/api/v1/models/{model}");
        using var predictions = await other.GetAsync($"/api/v1/evaluations/{second.GetProperty("id").GetString()}/predictions");

        second.GetProperty("state").GetString().ShouldBe("completed", second.ToString());
        second.GetProperty("id").GetString().ShouldNotBe(first.GetProperty("id").GetString());
        second
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("code").GetString() == "shared-run")
            .GetProperty("message")
            .GetString()
            .ShouldBe(
                "The same file was run for the entry 'tiny' under the same contract; its predictions were scored again and the model "
                    + "was not run twice."
            );
        second.Score("original", "top1").ToString().ShouldBe(first.Score("original", "top1").ToString());
        await using var scope = app.Services.CreateAsyncScope();
        var shards = await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Work.CountAsync(item =>
                item.SubjectId == second.GetProperty("id").GetGuid() && item.Kind == Bench.Data.Work.WorkKind.RunShard
            );
        shards.ShouldBe(0);
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        predictions.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_same_evaluation_is_not_run_twice(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "once", broken: null);
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 406));

        var first = await EvaluateAsync(client, model, "once");
        var second = await EvaluateAsync(client, model, "once");
        using var retried = await client.PostAsync($"/api/v1/evaluations/{first.GetProperty("id").GetString()}/retry", null);

        first.GetProperty("state").GetString().ShouldBe("completed", first.ToString());
        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        await retried.ShouldBeProblemAsync(409, "evaluation-not-ended");
    }

    static async Task<string> StartAsync(HttpClient client, string model, string dataset)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        return (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    static async Task<JsonElement> EvaluateAsync(HttpClient client, string model, string dataset) =>
        await client.UntilAsync(
            $"/api/v1/evaluations/{await StartAsync(client, model, dataset)}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );

    static async Task<string> UploadAsync(HttpClient client, byte[] model)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", model)
        );
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
