using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Api;

namespace Bench.Tests.Cases;

/// <summary>Graphs in the shapes and habits of exporters, through the real service: right, refused, or with a doubt.</summary>
public sealed class ModelSiblingTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory]
    [InlineData("[N, 1, C]")]
    [InlineData("[N, C, 1, 1]")]
    [InlineData("[1, N, C]")]
    public async Task Axes_of_one_beside_the_classes_change_nothing(string shape)
    {
        var evaluation = await EvaluateAsync(
            shape,
            Model(builder =>
                builder
                    .Initializer<long>(
                        "shape",
                        shape == "[N, 1, C]" ? [-1, 1, 10]
                            : shape == "[1, N, C]" ? [1, -1, 10]
                            : [-1, 10, 1, 1],
                        shape == "[N, C, 1, 1]" ? 4 : 3
                    )
                    .Node("Reshape", ["scores", "shape"], ["output"])
            )
        );

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        // With the batch in the second place only single pictures can be told apart.
        Codes(evaluation).Contains("one-at-a-time").ShouldBe(shape == "[1, N, C]");
    }

    [Fact]
    public async Task Classes_in_front_of_the_batch_are_refused_by_shape()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var turned = Model(builder => builder.Node("Transpose", ["scores"], ["output"], OnnxModelBuilder.Attribute("perm", [1L, 0])));

        using var response = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "turned"}""", turned));

        await response.ShouldBeProblemAsync(422, "model-output");
    }

    [Fact]
    public async Task A_softmax_over_a_softmax_is_doubted()
    {
        var evaluation = await EvaluateAsync(
            "twice",
            Model(builder => builder.Node("Softmax", ["scores"], ["once"]).Node("Softmax", ["once"], ["output"]))
        );

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        Codes(evaluation).ShouldContain("confidence-flat");
    }

    [Fact]
    public async Task A_graph_that_normalises_behind_a_contract_that_does_is_doubted_before_it_runs()
    {
        var evaluation = await EvaluateAsync(
            "normalised",
            Model(
                builder => builder.Node("Identity", ["scores"], ["output"]),
                builder => builder.Initializer<float>("scale", [1 / 255f]).Node("Mul", ["input", "scale"], ["image"])
            )
        );

        Codes(evaluation).ShouldContain("normalised-twice");
    }

    [Fact]
    public async Task Bytes_are_fed_as_they_are_and_the_mean_is_said_to_be_unused()
    {
        var model = new OnnxModelBuilder()
            .Input("input", OnnxElementType.UInt8, "N", 3, 8, 8)
            .Node("Cast", ["input"], ["image"], OnnxModelBuilder.Attribute("to", 1L))
            .Node("GlobalAveragePool", ["image"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("w", Weights(), 3, 10)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, "N", 10)
            .ToArray();

        var evaluation = await EvaluateAsync("bytes", model);

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        Codes(evaluation).ShouldContain("normalisation-unused");
    }

    /// <summary>Its answers depend on no neighbour, as it has none, and yet they are not those that were learnt. The runtime keeps what it
    /// averages: from run to run answers move, unless the average moves by nothing.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(0.9f)]
    public async Task A_batch_of_one_in_training_mode_is_doubted_and_refused_where_it_drifts(float momentum)
    {
        var model = new OnnxModelBuilder()
            .Input("input", OnnxElementType.Float, 1, 3, 8, 8)
            .Initializer<float>("scale", [1, 1, 1], 3)
            .Initializer<float>("shift", [0, 0, 0], 3)
            .Initializer<float>("mean", [0, 0, 0], 3)
            .Initializer<float>("variance", [1, 1, 1], 3)
            .Node(
                "BatchNormalization",
                ["input", "scale", "shift", "mean", "variance"],
                ["image", "nextMean", "nextVariance"],
                OnnxModelBuilder.Attribute("training_mode", 1L),
                OnnxModelBuilder.Attribute("momentum", momentum)
            )
            .Node("GlobalMaxPool", ["image"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("w", Weights(), 3, 10)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, 1, 10)
            .ToArray();

        var evaluation = await EvaluateAsync($"training {momentum}", model);

        if (evaluation.GetProperty("state").GetString() == "failed")
        {
            momentum.ShouldNotBe(1);
            var error = evaluation.GetProperty("error");
            error.GetProperty("code").GetString().ShouldBe("model-not-deterministic");
            error.GetProperty("nextStep").GetString()!.ShouldContain("model.eval()");
            return;
        }
        evaluation
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("code").GetString() == "batch-dependent")
            .GetProperty("message")
            .GetString()!
            .ShouldContain("is in training mode, and the batch is fixed at 1");
    }

    [Fact]
    public async Task A_background_column_and_classes_of_another_space_lead_to_what_fits()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ReadyAsync(app, client);
        var eleven = await UploadAsync(client, "eleven", TinyModel.Create(11, seed: 900));
        var thousand = await UploadAsync(client, "thousand", TinyModel.Create(1000, seed: 901));

        (await RefusedAsync(client, eleven)).GetProperty("nextStep").GetString()!.ShouldContain("backgroundClass");
        (await RefusedAsync(client, thousand)).GetProperty("nextStep").GetString()!.ShouldContain("\"classes\": \"imagenet-1k\"");
        (await RefusedAsync(client, await UploadAsync(client, "four", TinyModel.Create(4, seed: 902))))
            .GetProperty("nextStep")
            .GetString()!
            .ShouldContain("ten-and-four");
    }

    async Task<JsonElement> EvaluateAsync(string name, byte[] model)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ReadyAsync(app, client);
        var id = await UploadAsync(client, name, model);
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = id, datasets = new[] { "siblings" } });
        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0];
        return await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }

    static async Task<JsonElement> RefusedAsync(HttpClient client, string model)
    {
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "siblings" } });
        return await started.ShouldBeProblemAsync(422, "output-mismatch");
    }

    static async Task<string> UploadAsync(HttpClient client, string name, byte[] model)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "{{{name}}}", "preprocessing": {"input_size": [3, 8, 8]}}""", model)
        );
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    /// <summary>Pictures over ten classes, and some over four.</summary>
    static async Task ReadyAsync(BenchApp app, HttpClient client)
    {
        using var known = await client.GetAsync("/api/v1/datasets/siblings");
        if (known.StatusCode == HttpStatusCode.OK)
            return;
        await File.WriteAllTextAsync(
            Path.Combine(app.DatasetsRoot, "ten.txt"),
            string.Join('\n', Enumerable.Range(0, 10).Select(i => $"class {(char)('a' + i)}"))
        );
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "four.txt"), "class a\nclass b\nclass c\nclass d\n");
        var more = Directory.CreateDirectory(Path.Combine(app.DatasetsRoot, "siblings", "class b")).FullName;
        for (var i = 0; i < 20; i++)
            await File.WriteAllBytesAsync(Path.Combine(more, $"more{i}.jpg"), TinyDataset.Picture(seed: i));
        await TinyDataset.ImportAsync(app, client, "siblings", "class a", "class b", "ten.txt");
        await TinyDataset.ImportAsync(app, client, "ten-and-four", "class a", "class b", "four.txt");
    }

    static byte[] Model(Action<OnnxModelBuilder> end, Action<OnnxModelBuilder>? start = null)
    {
        var builder = new OnnxModelBuilder().Input("input", OnnxElementType.Float, "N", 3, 8, 8);
        start?.Invoke(builder);
        builder.Node("GlobalAveragePool", [start is null ? "input" : "image"], ["pooled"]).Node("Flatten", ["pooled"], ["flat"]);
        builder.Initializer<float>("w", Weights(), 3, 10).Node("MatMul", ["flat", "w"], ["scores"]);
        end(builder);
        return builder.Output("output", OnnxElementType.Float).ToArray();
    }

    static float[] Weights() => [.. Enumerable.Range(0, 30).Select(i => 4 * MathF.Sin(i))];

    static IEnumerable<string> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString()!);
}
