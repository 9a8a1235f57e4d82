using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bench.Tests.Api;

public sealed partial class SubmissionTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>40 images of 4 classes without pictures: labels i mod 4.</summary>
    const int Images = 40;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Submitted_predictions_are_scored_under_every_label_set_and_again_under_a_new_one(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "scored");

        var evaluation = await SubmitAsync(client, "scored", wrong: 10);
        using var labels = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                """{"dataset": "scored", "key": "corrected", "format": "csv", "source": "a test"}""",
                Labels(corrected: 5),
                "labels.csv"
            )
        );

        evaluation.GetProperty("verified").GetBoolean().ShouldBeFalse();
        evaluation.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(0.75);
        (await labels.JsonAsync(HttpStatusCode.Created)).GetProperty("items")[0].GetProperty("version").GetInt32().ShouldBe(1);
        var rescored = await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}/scores?labelSet=corrected",
            scores => scores.GetProperty("items").GetArrayLength() > 0
        );
        rescored
            .GetProperty("items")
            .EnumerateArray()
            .Single(score => score.GetProperty("metric").GetString() == "top1")
            .GetProperty("value")
            .GetDouble()
            .ShouldBe(0.875);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_without_a_file_stands_on_every_board_that_predictions_of_it_were_submitted_for(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        using var importer = app.WithKey();
        await ImportListAsync(app, importer, "clean");
        await ImportListAsync(app, importer, "shifted");
        var first = await SubmitAsync(client, "clean", wrong: 4);
        var model = first.GetProperty("modelId").GetString();
        var manifest = $$"""{"name": "elsewhere", "dataset": "shifted", "format": "csv", "modelId": "{{model}}"}""";
        var file = ListDatasets.AnswerFile(Rows(wrong: 8));

        using var foreign = await stranger.PostAsync("/api/v1/evaluations/predictions", ApiClient.Form(manifest, file, "p.csv"));
        using var unknown = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form(manifest.Replace(model!, "01a20bc2-0000-7000-8000-000000000000"), file, "p.csv")
        );
        using var second = await client.PostAsync("/api/v1/evaluations/predictions", ApiClient.Form(manifest, file, "p.csv"));

        await foreign.ShouldBeProblemAsync(403, "not-owner");
        await unknown.ShouldBeProblemAsync(404, "model-not-found");
        (await second.JsonAsync(HttpStatusCode.Accepted)).GetProperty("modelId").GetString().ShouldBe(model);
        await client.UntilAsync(
            second.Headers.Location!.ToString(),
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        var row = (await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=clean&columns=shifted:original:top1"))
            .GetProperty("rows")
            .EnumerateArray()
            .Single(row => row.GetProperty("model").GetProperty("id").GetString() == model);
        row.GetProperty("value").GetDouble().ShouldBe(0.9);
        row.GetProperty("columns").GetProperty("shifted:original:top1").GetProperty("value").GetDouble().ShouldBe(0.8);
    }

    [Theory, BothDatabases]
    public async Task A_part_of_the_predictions_can_be_fetched(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "fetched");
        var evaluation = await SubmitAsync(client, "fetched", wrong: 10);
        using var range = new HttpRequestMessage(
            HttpMethod.Get,
            $"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}/predictions"
        )
        {
            Headers = { Range = new(0, 3) },
        };

        using var response = await client.SendAsync(range);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe("PK\u0003\u0004"u8.ToArray());
    }

    [Fact]
    public async Task Predictions_of_a_model_that_is_here_as_a_file_are_made_here()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "filed");
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "a file", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(4, seed: 302))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();

        using var response = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form(
                $$"""{"name": "a file", "dataset": "filed", "format": "csv", "modelId": "{{model}}"}""",
                ListDatasets.AnswerFile(Rows(wrong: 0)),
                "p.csv"
            )
        );

        await response.ShouldBeProblemAsync(409, "model-has-file");
    }

    [Theory]
    [InlineData("missing", "predictions-image-missing")]
    [InlineData("twice", "predictions-image-repeated")]
    [InlineData("unknown", "predictions-image-unknown")]
    [InlineData("class", "predictions-class-unknown")]
    [InlineData("probability", "predictions-probability-invalid")]
    [InlineData("text", "predictions-invalid")]
    public async Task Predictions_that_do_not_fit_the_dataset_are_refused_and_leave_nothing(string what, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "strict");
        var rows = Rows(wrong: 0).ToList();
        switch (what)
        {
            case "missing":
                rows.RemoveAt(3);
                break;
            case "twice":
                rows.Add(rows[^1]);
                break;
            case "unknown":
                rows.Add("elsewhere.jpg,0,0.5");
                break;
            case "class":
                rows[2] = "image002.jpg,4,0.5";
                break;
            case "probability":
                rows[2] = "image002.jpg,1,1.5";
                break;
        }
        var file = what == "text" ? "nothing of the kind"u8.ToArray() : ListDatasets.AnswerFile(rows);
        var files = app.Files();

        using var response = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form("""{"name": "bad", "dataset": "strict", "format": "csv"}""", file, "p.csv")
        );

        await response.ShouldBeProblemAsync(422, code);
        app.Files().ShouldBe(files);
    }

    [Theory, BothDatabases]
    public async Task A_model_is_not_run_where_it_cannot_fit(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "listed");
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "four classes", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(4, seed: 301))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();

        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "listed" } });

        await response.ShouldBeProblemAsync(409, "dataset-without-images");
    }

    [Theory]
    [InlineData("image000.jpg,4", "label-set-class-unknown")]
    [InlineData("elsewhere.jpg,1", "label-set-image-unknown")]
    public async Task Labels_that_do_not_fit_the_dataset_are_refused(string row, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "labelled");

        using var response = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                """{"dataset": "labelled", "key": "bad", "format": "csv"}""",
                Encoding.UTF8.GetBytes($"file_name,label\n{row}\n"),
                "labels.csv"
            )
        );

        await response.ShouldBeProblemAsync(422, code);
    }

    [Theory]
    [InlineData("evaluations/predictions", """{"name": "big", "dataset": "wide", "format": "npz"}""", "predictions-invalid")]
    [InlineData("label-sets", """{"dataset": "wide", "key": "big", "format": "json"}""", "label-set-invalid")]
    public async Task A_file_of_more_than_the_web_servers_own_limit_is_received_and_read(string address, string manifest, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "wide");
        var files = app.Files();

        using var response = await client.PostAsync($"/api/v1/{address}", ApiClient.Form(manifest, new byte[40_000_000], "big"));

        await response.ShouldBeProblemAsync(422, code);
        app.Files().ShouldBe(files);
    }

    static async Task ImportListAsync(BenchApp app, HttpClient client, string key)
    {
        using var known = await client.GetAsync($"/api/v1/datasets/{key}");
        if (known.IsSuccessStatusCode)
            return;
        var dataset = await client.ImportListAsync(app, key, Enumerable.Range(0, Images).Select(i => $"{Name(i)},{i % 4}"));
        dataset.GetProperty("imageCount").GetInt32().ShouldBe(Images);
        dataset.GetProperty("hasImages").GetBoolean().ShouldBeFalse();
    }

    static string Name(int image) => $"image{image:000}.jpg";

    /// <summary>The first so many images are predicted wrong; every probability is 0.9.</summary>
    static IEnumerable<string> Rows(int wrong) => ListDatasets.Answers(Name, Images, wrong);

    /// <summary>The first so many labels are what the predictions above say.</summary>
    static byte[] Labels(int corrected) =>
        Encoding.UTF8.GetBytes(
            "file_name,label\n"
                + string.Join('\n', Enumerable.Range(0, Images).Select(i => $"image{i:000}.jpg,{(i < corrected ? (i + 1) % 4 : i % 4)}"))
                + "\n"
        );

    static Task<JsonElement> SubmitAsync(HttpClient client, string dataset, int wrong) => client.SubmitRowsAsync(dataset, Rows(wrong));
}
