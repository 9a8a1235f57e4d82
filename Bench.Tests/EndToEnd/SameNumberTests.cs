using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.EndToEnd;

/// <summary>One model over the same pictures gives the same bytes, however the work was cut and whoever did it.</summary>
public sealed class SameNumberTests
{
    [Fact]
    public async Task Predictions_are_the_same_bytes_in_other_shards_on_another_worker_at_another_time()
    {
        var files = new List<byte[]>();
        foreach (var (shard, threads) in new[] { (10_000, 1), (3, 2), (1, 1) })
        {
            await using var app = await BenchApp.StartAsync(
                Database.Sqlite,
                ("Bench:Inference:ShardSize", $"{shard}"),
                ("Bench:Inference:Threads", $"{threads}"),
                ("Bench:Inference:MaxBatch", "1")
            );
            using var client = app.WithKey();
            await TinyDataset.ImportAsync(app, client, "pets");
            files.Add(
                await PredictionsAsync(client, await EvaluateAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 1)), "pets"))
            );
        }

        files[1].ShouldBe(files[0]);
        files[2].ShouldBe(files[0]);
    }

    [Fact]
    public Task A_model_that_quantises_whole_batches_runs_one_picture_at_a_time_and_says_so() => RunsOneByOneAsync(DynamicallyQuantised());

    [Fact]
    public Task So_does_a_model_that_adds_a_fiftieth_of_its_batchs_mean() => RunsOneByOneAsync(WithItsBatchsMean(0.02f));

    static async Task RunsOneByOneAsync(byte[] model)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");

        var evaluation = await EvaluateAsync(client, await UploadAsync(client, model), "pets");

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        evaluation.GetProperty("record").GetProperty("batch").GetInt32().ShouldBe(1);
        Codes(evaluation).ShouldContain("batch-pinned");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_record_says_what_ran_and_a_worker_with_another_answer_is_found(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 1));
        var agreed = await EvaluateAsync(client, model, "pets");
        await TinyDataset.ImportAsync(app, client, "more");
        await AnswerOtherwiseAsync(app, model);

        var disagreed = await EvaluateAsync(client, model, "more");

        var engine = agreed.GetProperty("record").GetProperty("engines").EnumerateArray().ShouldHaveSingleItem();
        engine.GetProperty("provider").GetString().ShouldBe("cpu");
        engine.GetProperty("instructionSet").GetString().ShouldNotBeNullOrEmpty();
        engine.GetProperty("runtimeVersion").GetString().ShouldNotBeNullOrEmpty();
        engine.GetProperty("options").GetString().ShouldBe("session.x64quantprecision=1");
        engine.GetProperty("tf32").GetBoolean().ShouldBeFalse();
        Codes(agreed).ShouldNotContain("workers-disagree");
        Codes(disagreed).ShouldContain("workers-disagree");
    }

    /// <summary>As if the inspection had run on a machine that multiplies otherwise.</summary>
    static async Task AnswerOtherwiseAsync(BenchApp app, string model)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var row = await db.Models.SingleAsync(candidate => candidate.Id == Guid.Parse(model));
        var inspection = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Inspection!)!;
        inspection["sample"] = JsonSerializer.SerializeToElement(
            inspection["sample"].EnumerateArray().Select((value, i) => value.GetSingle() + i + 1)
        );
        row.Inspection = JsonSerializer.Serialize(inspection);
        await db.SaveChangesAsync();
    }

    static byte[] DynamicallyQuantised() =>
        new OnnxModelBuilder()
            .Input("input", OnnxElementType.Float, "N", 3, 8, 8)
            .Node("DynamicQuantizeLinear", ["input"], ["bytes", "scale", "zero"])
            .Node("DequantizeLinear", ["bytes", "scale", "zero"], ["values"])
            .Node("GlobalAveragePool", ["values"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("w", [1, -1, 0.5f, 0.25f, -0.5f, 1], 3, 2)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, "N", 2)
            .ToArray();

    static byte[] WithItsBatchsMean(float share)
    {
        var random = new Random(5);
        return new OnnxModelBuilder(17)
            .Input("input", OnnxElementType.Float, "N", 3, 8, 8)
            .Node("Flatten", ["input"], ["flat"])
            .Initializer<float>("w", [.. Enumerable.Range(0, 3 * 8 * 8 * 2).Select(_ => random.NextSingle() - 0.5f)], 3 * 8 * 8, 2)
            .Node("MatMul", ["flat", "w"], ["own"])
            .Node("ReduceMean", ["own"], ["mean"], OnnxModelBuilder.Attribute("axes", [0L]))
            .Initializer<float>("share", [share])
            .Node("Mul", ["mean", "share"], ["more"])
            .Node("Add", ["own", "more"], ["output"])
            .Output("output", OnnxElementType.Float, "N", 2)
            .ToArray();
    }

    static IEnumerable<string?> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString());

    static async Task<byte[]> PredictionsAsync(HttpClient client, JsonElement evaluation)
    {
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        return await client.GetByteArrayAsync($"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}/predictions");
    }

    static async Task<JsonElement> EvaluateAsync(HttpClient client, string model, string dataset)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        return await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }

    static async Task<string> UploadAsync(HttpClient client, byte[] model)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", model)
        );
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
