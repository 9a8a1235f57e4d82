using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Imaging.Corruptions;
using SkiaSharp;

namespace Bench.Tests.Api.Robustness;

public sealed class GeneratedDatasetTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Two = ["brightness", "pixelate"];

    [Fact]
    public async Task A_model_runs_over_pictures_that_are_corrupted_as_it_asks_for_them()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "tiny");

        var made = await GenerateAsync(
            client,
            "tiny",
            new
            {
                key = "tiny-shifted",
                family = "imagenet-c",
                corruptions = Two,
            }
        );
        var evaluation = await RunAsync(client, "tiny-shifted");
        var missing = await client.MissingAsync(evaluation);
        var bytes = await client.GetByteArrayAsync("/api/v1/datasets/tiny-shifted/images/0");
        using var picture = SKBitmap.Decode(bytes);
        using var refused = await client.DeleteAsync("/api/v1/datasets/tiny?withdraw=true");

        // Two corruptions, five severities, four pictures: none of them on disk.
        made.GetProperty("imageCount").GetInt32().ShouldBe(40);
        made.GetProperty("variant").GetString().ShouldBe("imagenet-c-generated");
        made.GetProperty("clean").GetString().ShouldBe("tiny");
        made.GetProperty("generated").GetProperty("jpegQuality").GetInt32().ShouldBe(85);
        made.GetProperty("checks")
            .EnumerateArray()
            .Select(check => check.GetProperty("code").GetString())
            .ShouldBe(
                ["pictures-repeated", "pictures-generated"],
                "what is said of the pictures they are made from, and that they are made"
            );
        Directory.GetFiles(Path.Combine(app.DatasetsRoot, "tiny"), "*", SearchOption.AllDirectories).Length.ShouldBe(4);
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        evaluation.Score("original", "error-pixelate").GetProperty("n").GetInt32().ShouldBe(20);
        missing["mce"].ShouldStartWith("the pictures were generated here");
        missing["ce-brightness"].ShouldStartWith("the pictures were generated here");
        (picture.Width, picture.Height).ShouldBe((CorruptionFamily.Side, CorruptionFamily.Side));
        (await refused.ShouldBeProblemAsync(409, "dataset-in-use"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("'tiny-shifted' are made from 'tiny'");
    }

    [Fact]
    public async Task What_cannot_be_generated_is_refused_field_by_field_and_nothing_is_registered()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "source");
        await client.ListAsync(app, "names", "picture", ["ant", "bee"]);
        await GenerateAsync(
            client,
            "source",
            new
            {
                key = "once",
                family = "imagenet-c-bar",
                corruptions = new[] { "sparkles" },
            }
        );

        using var wrong = await PostAsync(
            client,
            "source",
            new
            {
                key = "Of Mine",
                family = "imagenet-c",
                corruptions = new[] { "sparkles" },
                severities = new[] { 0 },
                jpegQuality = 101,
            }
        );
        using var again = await PostAsync(client, "once", new { key = "twice", family = "imagenet-c" });
        using var list = await PostAsync(client, "names", new { key = "twice", family = "imagenet-c" });
        using var taken = await PostAsync(client, "source", new { key = "once", family = "imagenet-c" });
        var marked = await GenerateAsync(client, "source", new { key = "marked", family = "imagenet-w" });
        (marked.GetProperty("variant").GetString(), marked.GetProperty("generated").GetProperty("jpegQuality").ValueKind).ShouldBe(
            ("imagenet-w-generated", JsonValueKind.Null)
        );
        using var compressed = await PostAsync(
            client,
            "source",
            new
            {
                key = "twice",
                family = "imagenet-patch",
                severities = new[] { 2 },
                jpegQuality = 50,
            }
        );
        (await compressed.ShouldBeProblemAsync(422, "dataset-invalid"))
            .GetProperty("errors")
            .EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["jpegQuality", "severities"]);

        (await wrong.ShouldBeProblemAsync(422, "dataset-invalid"))
            .GetProperty("errors")
            .EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["corruptions", "jpegQuality", "key", "severities"]);
        await again.ShouldBeProblemAsync(409, "dataset-corrupted-already");
        await list.ShouldBeProblemAsync(409, "dataset-without-images");
        await taken.ShouldBeProblemAsync(409, "dataset-exists");
        using var absent = await client.GetAsync("/api/v1/datasets/twice");
        absent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string parent, object request) =>
        client.PostAsJsonAsync($"/api/v1/datasets/{parent}/generated", request);

    static async Task<JsonElement> GenerateAsync(HttpClient client, string parent, object request)
    {
        using var response = await PostAsync(client, parent, request);
        var key = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("key").GetString();
        var dataset = await client.UntilAsync($"/api/v1/datasets/{key}", answer => answer.GetProperty("state").GetString() != "importing");
        dataset.GetProperty("state").GetString().ShouldBe("ready", dataset.ToString());
        return dataset;
    }

    static async Task<JsonElement> RunAsync(HttpClient client, string dataset)
    {
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "runner", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 903))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        var id = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        return await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }
}
