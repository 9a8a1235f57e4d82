using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Models;
using Bench.Tests.Api;

namespace Bench.Tests.Cases;

/// <summary>Models whose answers are not what they seem, through the real service over five photographs.</summary>
public sealed class ModelCaseTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Fact]
    public async Task A_sigmoid_head_keeps_its_accuracies_and_has_no_calibration()
    {
        var evaluation = await EvaluateAsync("01-sigmoid-head/model.onnx", "a sigmoid head");

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        evaluation.GetProperty("record").GetProperty("outputKind").GetString().ShouldBe("sigmoid");
        Codes(evaluation).ShouldContain("scale-unknown");
        Metrics(evaluation).ShouldContain("top1");
        Metrics(evaluation).ShouldNotContain("ece");
        Metrics(evaluation).ShouldNotContain("nll");
    }

    [Theory]
    [InlineData("03-softmax-axis-of-one/model.onnx", "answers-constant", "axis of length 1")]
    [InlineData("04-batchnorm-training/model.onnx", "model-training-mode", "model.eval()")]
    public async Task Answers_that_do_not_depend_on_the_picture_alone_are_no_scores(string file, string code, string nextStep)
    {
        var evaluation = await EvaluateAsync(file, code);

        evaluation.GetProperty("state").GetString().ShouldBe("failed");
        evaluation.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
        evaluation.GetProperty("error").GetProperty("nextStep").GetString()!.ShouldContain(nextStep);
    }

    [Fact]
    public async Task The_main_head_is_read_and_the_choice_is_told()
    {
        var evaluation = await EvaluateAsync("06-aux-logits-first/model.onnx", "two heads");

        evaluation.GetProperty("record").GetProperty("output").GetString().ShouldBe("logits");
        Codes(evaluation).ShouldContain("output-chosen");
    }

    [Fact]
    public async Task A_batch_of_one_inside_an_open_one_is_run_one_picture_at_a_time()
    {
        var evaluation = await EvaluateAsync("24-open-batch-baked-one/model.onnx", "one at a time");

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        evaluation.GetProperty("record").GetProperty("batch").GetInt32().ShouldBe(1);
        Codes(evaluation).ShouldContain("one-at-a-time");
    }

    [Fact]
    public async Task External_data_at_dot_slash_lies_beside_the_model()
    {
        var evaluation = await EvaluateAsync("09-external-dot-slash/model.zip", "dot slash");

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
    }

    [Fact]
    public async Task Timms_evaluation_size_is_used_where_the_graph_takes_it()
    {
        var config = await File.ReadAllTextAsync(Twenty.Case("28-timm-test-size/config.json"), TestContext.Current.CancellationToken);
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        var open = await UploadAsync(client, Pooling("open", "H", "W"), "open.onnx", config);
        var closed = await UploadAsync(client, Pooling("closed", 224, 224), "closed.onnx", config);

        Size(open).ShouldBe((288, 1.0));
        Size(closed).ShouldBe((224, 0.95));
        open.GetProperty("checks")[0]
            .GetProperty("message")
            .GetString()!
            .ShouldStartWith("timm's test_input_size and test_crop_pct are used: 288 × 288 with crop_pct 1");
        closed
            .GetProperty("checks")[0]
            .GetProperty("message")
            .GetString()!
            .ShouldContain("are not used, because the graph takes pictures of 224 × 224");

        static (int, double) Size(JsonElement model) =>
            (
                model.GetProperty("preprocessing").GetProperty("input_size")[1].GetInt32(),
                model.GetProperty("preprocessing").GetProperty("crop_pct").GetDouble()
            );
    }

    [Theory]
    [InlineData("""{"input_size": [3, 224, 224], "test_input_size": [3, 288, 288]}""", null, 288, 0.875)]
    [InlineData("""{"input_size": [3, 224, 224], "test_crop_pct": 0.95}""", 224, 224, 0.95)]
    [InlineData("""{"input_size": [3, 224, 224], "test_input_size": [3, 224, 224], "test_crop_pct": 0.875}""", 224, 224, 0.875)]
    public void A_test_size_is_settled_by_the_graph(string json, int? side, int height, double crop)
    {
        var (settled, check) = TimmTestSize.Settle(PreprocessingJson.Read(json, out _)!, side, side);

        (settled.Height, settled.CropPct).ShouldBe((height, crop));
        (check is null).ShouldBe(crop == 0.875 && height == 224);
    }

    async Task<JsonElement> EvaluateAsync(string file, string name)
    {
        var path = Twenty.Case(file);
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportAsync(app, client);
        var model = await UploadAsync(client, await File.ReadAllBytesAsync(path), Path.GetFileName(path), null, name);
        using var started = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = model.GetProperty("id").GetString(), datasets = new[] { "five" } }
        );
        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0];
        return await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }

    static async Task<JsonElement> UploadAsync(HttpClient client, byte[] bytes, string file, string? preprocessing, string name = "a model")
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form(
                preprocessing is null ? $$"""{"name": "{{name}}"}""" : $$"""{"name": "{{name}}", "preprocessing": {{preprocessing}}}""",
                bytes,
                file
            )
        );
        return await response.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Every fortieth photograph, in a folder of its class; once for the application.</summary>
    static async Task ImportAsync(BenchApp app, HttpClient client)
    {
        foreach (
            var picture in Directory
                .EnumerateFiles(SharedFolder.Require("images/real"), "*.JPEG")
                .Order(StringComparer.Ordinal)
                .Where((_, i) => i % 40 == 0)
        )
        {
            var folder = Directory.CreateDirectory(Path.Combine(app.DatasetsRoot, "five", Path.GetFileName(picture)[..9])).FullName;
            File.Copy(picture, Path.Combine(folder, Path.GetFileName(picture)), overwrite: true);
        }
        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "five",
                variant = "custom",
                layout = "imagefolder",
                path = "five",
            }
        );
        if (response.StatusCode != HttpStatusCode.Conflict)
            await response.JsonAsync(HttpStatusCode.Accepted);
        await client.UntilAsync("/api/v1/datasets/five", answer => answer.GetProperty("state").GetString() == "ready");
    }

    static byte[] Pooling(string name, object height, object width) =>
        new OnnxModelBuilder()
            .Input("input", OnnxElementType.Float, "N", 3, height, width)
            .Node("GlobalAveragePool", ["input"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>(name, [.. Enumerable.Range(0, 3000).Select(i => MathF.Sin(i))], 3, 1000)
            .Node("MatMul", ["flat", name], ["logits"])
            .Output("logits", OnnxElementType.Float, "N", 1000)
            .ToArray();

    static IEnumerable<string> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString()!);

    static IEnumerable<string> Metrics(JsonElement evaluation) =>
        evaluation.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("metric").GetString()!);
}
