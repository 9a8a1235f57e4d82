using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data.Predictions;
using SkiaSharp;

namespace Bench.Tests.Api.Evaluations;

/// <summary>An evaluation that ends when its question is decided, by the real engine: over one database, because its queries are those of
/// any evaluation.</summary>
public sealed class StopWhenTests
{
    const int Images = 96;
    static readonly float[] RightOnAll = [1, 0, 0, 0, 0, 1];
    static readonly float[] WrongOnAll = [0, 1, 0, 0, 1, 0];

    [Fact, Long]
    public async Task A_question_ends_a_run_and_an_open_one_leaves_it_whole()
    {
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Inference:ShardSize", "24"),
            ("Bench:Inference:MaxBatch", "8")
        );
        using var client = app.WithKey();
        await ImportAsync(app, client);
        var (right, wrong) = (await UploadAsync(client, "right", RightOnAll), await UploadAsync(client, "wrong", WrongOnAll));
        var whole = await EvaluateAsync(client, new { modelId = right, datasets = new[] { "colours" } });
        var question = new
        {
            modelId = wrong,
            datasets = new[] { "colours" },
            stopWhen = new { against = Id(whole), betterOrWorseBy = 0.05 },
        };

        var partial = await EvaluateAsync(client, question);
        var open = await EvaluateAsync(
            client,
            new
            {
                modelId = right,
                datasets = new[] { "colours" },
                preprocessing = new { input_size = new[] { 3, 8, 8 }, interpolation = "bicubic" },
                stopWhen = new { against = Id(whole), betterOrWorseBy = 0.0 },
            }
        );

        State(partial).ShouldBe("partial");
        var decision = partial.GetProperty("decision");
        decision.GetProperty("outcome").GetString().ShouldBe("worse");
        (decision.GetProperty("images").GetInt32(), decision.GetProperty("of").GetInt32()).ShouldBe((24, Images));
        decision.GetProperty("onlyAgainst").GetInt32().ShouldBe(24);
        partial.GetProperty("scores").GetArrayLength().ShouldBe(0);
        // It is on no board, has no predictions, and answers its own question only.
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=colours"))
            .GetProperty("rows")
            .GetArrayLength()
            .ShouldBe(1);
        using var predictions = await client.GetAsync($"/api/v1/evaluations/{Id(partial)}/predictions");
        await predictions.ShouldBeProblemAsync(409, "evaluation-partial");
        using var classes = await client.GetAsync($"/api/v1/evaluations/{Id(partial)}/classes");
        await classes.ShouldBeProblemAsync(409, "evaluation-partial");
        (await client.GetStringAsync($"/evaluations/{Id(partial)}")).ShouldContain(decision.GetProperty("sentence").GetString()!);
        (await client.GetStringAsync("/evaluations?state=partial")).ShouldContain($"decided on 24 of {Images} images");
        Id(await EvaluateAsync(client, question)).ShouldBe(Id(partial));
        Id(await StartAsync(client, new { modelId = wrong, datasets = new[] { "colours" } })).ShouldNotBe(Id(partial));

        // Nothing was decided between a model and itself: all images were run, and are in the order of the dataset.
        State(open).ShouldBe("completed", open.ToString());
        open.GetProperty("decision").GetProperty("outcome").GetString().ShouldBe("undecided");
        var (mine, other) = (await PredictionsAsync(app, client, Id(open)), await PredictionsAsync(app, client, Id(whole)));
        mine.TopClass.ShouldBe(other.TopClass);
        mine.TopLogit.ShouldBe(other.TopLogit);
        mine.LogSumExp.ShouldBe(other.LogSumExp);
        mine.Logits.ShouldBe(other.Logits);
        mine.LogSumExp.Distinct().Count().ShouldBeGreaterThan(Images / 2, "pictures of one kind could not tell an order");

        await RefusedAsync(client, wrong, new { against = wrong }, 422, "stop-rule-invalid");
        await RefusedAsync(client, wrong, new { against = Guid.NewGuid(), betterOrWorseBy = 0.01 }, 409, "against-not-evaluated");
        await RefusedAsync(client, wrong, new { accuracyAboveOrBelow = 0.5, labelSet = "none" }, 404, "label-set-not-found");
    }

    static async Task RefusedAsync(HttpClient client, string model, object stopWhen, int status, string code)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new
            {
                modelId = model,
                datasets = new[] { "colours" },
                stopWhen,
            }
        );
        await answer.ShouldBeProblemAsync(status, code);
    }

    static string Id(JsonElement evaluation) => evaluation.GetProperty("id").GetString()!;

    static string State(JsonElement evaluation) => evaluation.GetProperty("state").GetString()!;

    static async Task<JsonElement> StartAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", request);
        return (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0];
    }

    static async Task<JsonElement> EvaluateAsync(HttpClient client, object request) =>
        await client.UntilAsync(
            $"/api/v1/evaluations/{Id(await StartAsync(client, request))}",
            answer => State(answer) is "completed" or "failed" or "partial"
        );

    static async Task<string> UploadAsync(HttpClient client, string name, float[] weights)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "{{{name}}}", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Of(weights))
        );
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    static async Task<PredictionArrays> PredictionsAsync(BenchApp app, HttpClient client, string id)
    {
        var file = Path.Combine(app.DataDirectory, $"{id}.npz");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync($"/api/v1/evaluations/{id}/predictions"));
        return PredictionFile.Read(file).Arrays;
    }

    /// <summary>Red pictures and blue ones, each of another shade.</summary>
    static async Task ImportAsync(BenchApp app, HttpClient client)
    {
        foreach (var name in new[] { "a-red", "b-blue" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(app.DatasetsRoot, "colours", name)).FullName;
            for (var i = 0; i < Images / 2; i++)
            {
                using var bitmap = new SKBitmap(8, 8);
                var shade = (byte)(200 + i);
                bitmap.Erase(name == "a-red" ? new SKColor(shade, 10, 10) : new SKColor(10, 10, shade));
                using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{i:00}.png"), encoded.ToArray());
            }
        }
        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "colours",
                variant = "custom",
                layout = "imagefolder",
                path = "colours",
                classes = "from-folders",
            }
        );
        await response.JsonAsync(HttpStatusCode.Accepted);
        var dataset = await client.UntilAsync("/api/v1/datasets/colours", answer => State(answer) != "importing");
        State(dataset).ShouldBe("ready", dataset.ToString());
    }
}
