using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Api;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>Explanations asked for through the API: made in the cage, stored, shown on the image's page, gone with the model.</summary>
public sealed partial class ExplanationFlowTests
{
    const int Side = 8;

    [Fact, Long]
    public async Task Two_models_are_explained_next_to_one_another_and_point_at_what_each_looks_at()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var left = await UploadAsync(client, "left", columns: 3, last: null);
        var right = await UploadAsync(client, "right", columns: -3, last: "Sinh");

        string[] made = await AskAsync(
            client,
            new
            {
                modelIds = new[] { left, right },
                image = "b/1.jpg",
                method = "rise",
                draws = 300,
            }
        );

        (
            await AskAsync(
                client,
                new
                {
                    modelIds = new[] { left, right },
                    image = "3",
                    method = "rise",
                    draws = 300,
                }
            )
        ).ShouldBe(made);
        foreach (var (id, half) in made.Zip([0, 1]))
        {
            var ended = await EndedAsync(client, id);
            ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
            var line = ended.GetProperty("results").GetProperty("images").EnumerateArray().ShouldHaveSingleItem();
            (line.GetProperty("index").GetInt32(), line.GetProperty("path").GetString()).ShouldBe((3, "b/1.jpg"));
            ended.GetProperty("results").GetProperty("deletion").GetProperty("probabilities").GetArrayLength().ShouldBe(21);
            using var map = SKBitmap.Decode(await client.GetByteArrayAsync($"/api/v1/explanations/{id}/maps/3"));
            (map.Width, map.Height).ShouldBe((Side, Side));
            Colour(map, half).ShouldBeGreaterThan(Colour(map, 1 - half) + 30, "the half that the model looks at has the colour");
        }
        await DamagedIsNotServedAsync(app, client, made[0]);
        var page = await client.GetStringAsync("/datasets/pets/images/3");
        page.ShouldContain("RISE, 300 masks");
        page.ShouldContain($"/api/v1/explanations/{made[0]}/maps/3");
        page.ShouldContain($"/api/v1/explanations/{made[1]}/maps/3");

        using (
            var wrong = await client.PutAsync(
                "/api/v1/datasets/pets/boxes",
                ApiClient.Form("{}", "a/0.jpg,0,0,2,2\n"u8.ToArray(), "boxes.csv")
            )
        )
            (await wrong.JsonAsync(HttpStatusCode.OK)).GetProperty("images").GetInt32().ShouldBe(1);
        using (
            var boxes = await client.PutAsync(
                "/api/v1/datasets/pets/boxes",
                ApiClient.Form("{}", "a/0.jpg,0,0,16,16\nb/1.jpg,0,0,16,16\n"u8.ToArray(), "boxes.csv")
            )
        )
            (await boxes.JsonAsync(HttpStatusCode.OK)).GetProperty("images").GetInt32().ShouldBe(2);
        Blobs(app, "boxes").ShouldBe(1, "the file before is gone");
        using (
            var strange = await client.PutAsync("/api/v1/datasets/pets/boxes", ApiClient.Form("{}", "z.jpg,0,0,2,2\n"u8.ToArray(), "b.csv"))
        )
            await strange.ShouldBeProblemAsync(422, "boxes-invalid");
        var sample = await EndedAsync(
            client,
            (
                await AskAsync(
                    client,
                    new
                    {
                        modelIds = new[] { left },
                        images = 9,
                        @class = "label",
                    }
                )
            )[0]
        );
        sample.GetProperty("results").GetProperty("images").GetArrayLength().ShouldBe(4, sample.ToString());
        var pointing = sample.GetProperty("results").GetProperty("pointing");
        (pointing.GetProperty("images").GetInt32(), pointing.GetProperty("hits").GetProperty("hits").GetInt32()).ShouldBe((2, 1));
        pointing.GetProperty("nowhere").GetInt32().ShouldBe(1, "nothing in the picture speaks for the other class");
        (await client.GetStringAsync($"/models/{left}")).ShouldContain("Within 15 pixels");
        var area = sample.GetProperty("results").GetProperty("insertion").GetProperty("area");
        area.GetProperty("ciLow").ValueKind.ShouldBe(JsonValueKind.Null, "four images are too few for an interval");
        var blind = await EndedAsync(client, (await AskAsync(client, new { modelIds = new[] { right }, image = "a/0.jpg" }))[0]);
        blind.GetProperty("error").GetProperty("code").GetString().ShouldBe("explanation-without-gradient");
        blind.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("Sinh");

        await IsRefusedAsync(client, left);
        var flat = await EndedAsync(
            client,
            (
                await AskAsync(
                    client,
                    new
                    {
                        modelIds = new[] { left },
                        image = "a/0.jpg",
                        method = "grad-cam",
                    }
                )
            )[0]
        );
        flat.GetProperty("error").GetProperty("code").GetString().ShouldBe("explanation-without-features");
        var pooled = await UploadAsync(client, "pooled", Pooled());
        await AClassMapShowsTheFeaturesThatThereAre(client, pooled);
        await IsCancelledAsync(client, left);
        await BoxesOfAFailureGoAsync(app, client, left, right);
        await ReplacedBoxesGoAsync(app, client, left, right);
        foreach (var model in new[] { left, pooled })
            (await client.DeleteAsync($"/api/v1/models/{model}")).IsSuccessStatusCode.ShouldBeTrue();
        using var gone = await client.GetAsync($"/api/v1/explanations/{made[0]}");
        await gone.ShouldBeProblemAsync(404, "explanation-not-found");
        Blobs(app).ShouldBe(0);
        await BoxesOfADeletedDatasetGoAsync(app, client);
    }

    /// <summary>Grad-CAM of a model whose features are zero on the right.</summary>
    static async Task AClassMapShowsTheFeaturesThatThereAre(HttpClient client, string model)
    {
        var ended = await EndedAsync(
            client,
            (
                await AskAsync(
                    client,
                    new
                    {
                        modelIds = new[] { model },
                        image = "a/0.jpg",
                        method = "grad-cam",
                    }
                )
            )[0]
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        var line = ended.GetProperty("results").GetProperty("images").EnumerateArray().ShouldHaveSingleItem();
        line.GetProperty("class").GetInt32().ShouldBe(0);
        ended.GetProperty("results").GetProperty("features").ToString().ShouldContain("\"height\":4");
        using var map = SKBitmap.Decode(
            await client.GetByteArrayAsync($"/api/v1/explanations/{ended.GetProperty("id")}/maps/{line.GetProperty("index")}")
        );
        (map.Width, map.Height).ShouldBe((Side, Side));
        Colour(map, 0).ShouldBeGreaterThan(Colour(map, 1) + 30);
    }

    static async Task DamagedIsNotServedAsync(BenchApp app, HttpClient client, string id)
    {
        var blob = Directory
            .EnumerateFiles(Path.Combine(app.DataDirectory, "blobs", "explanations"), $"{Guid.Parse(id):N}-*")
            .ShouldHaveSingleItem();
        var whole = await File.ReadAllBytesAsync(blob);
        byte[] changed = [.. whole];
        changed[^40] ^= 1;

        await File.WriteAllBytesAsync(blob, changed);
        using var map = await client.GetAsync($"/api/v1/explanations/{id}/maps/3");
        await File.WriteAllBytesAsync(blob, whole);

        await map.ShouldBeProblemAsync(500, "blob-damaged");
    }

    static async Task IsRefusedAsync(HttpClient client, string model)
    {
        using var invalid = await client.PostAsJsonAsync(
            "/api/v1/explanations",
            new
            {
                modelIds = new[] { model, model },
                dataset = "pets",
                method = "occlusion",
                draws = 5,
            }
        );
        var errors = (await invalid.ShouldBeProblemAsync(422, "explanation-invalid")).GetProperty("errors");
        errors.EnumerateObject().Select(field => field.Name).Order().ShouldBe(["draws", "image", "modelIds"]);
        using var nowhere = await client.PostAsJsonAsync(
            "/api/v1/explanations",
            new
            {
                modelIds = new[] { model },
                dataset = "pets",
                image = "7",
            }
        );
        await nowhere.ShouldBeProblemAsync(404, "image-not-found");
    }

    static async Task IsCancelledAsync(HttpClient client, string model)
    {
        var id = (
            await AskAsync(
                client,
                new
                {
                    modelIds = new[] { model },
                    images = 4,
                    method = "rise",
                    draws = 20_000,
                }
            )
        )[0];
        await client.UntilAsync($"/api/v1/explanations/{id}", answer => answer.GetProperty("state").GetString() == "running");
        using var cancel = await client.PostAsync($"/api/v1/explanations/{id}/cancel", null);
        var cancelled = await cancel.JsonAsync(HttpStatusCode.Accepted);
        (cancelled.GetProperty("state").GetString(), cancelled.GetProperty("total").GetInt32()).ShouldBe(("cancelled", 4));
        using var again = await client.PostAsync($"/api/v1/explanations/{id}/cancel", null);
        await again.ShouldBeProblemAsync(409, "explanation-ended");
    }

    static int Blobs(BenchApp app, string kind = "explanations") =>
        Directory.GetFiles(Path.Combine(app.DataDirectory, "blobs", kind)).Length;

    static Task<JsonElement> EndedAsync(HttpClient client, string id) =>
        client.UntilAsync($"/api/v1/explanations/{id}", answer => answer.GetProperty("state").GetString() is "completed" or "failed");

    static async Task<string[]> AskAsync(HttpClient client, object more)
    {
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        body["dataset"] = "pets";
        using var response = await client.PostAsJsonAsync("/api/v1/explanations", body);
        var made = await response.JsonAsync(HttpStatusCode.Accepted);
        return [.. made.EnumerateArray().Select(explanation => explanation.GetProperty("id").GetString()!)];
    }

    /// <summary>Distance from grey, the mean over half a map.</summary>
    static double Colour(SKBitmap map, int half) =>
        (
            from x in Enumerable.Range(half * Side / 2, Side / 2)
            from y in Enumerable.Range(0, Side)
            let pixel = map.GetPixel(x, y)
            select Math.Max(pixel.Red, Math.Max(pixel.Green, pixel.Blue)) - Math.Min(pixel.Red, Math.Min(pixel.Green, pixel.Blue))
        ).Average();

    /// <summary>A model of two classes that sees the first columns alone, or the last.</summary>
    static async Task<string> UploadAsync(HttpClient client, string name, int columns, string? last)
    {
        var weights = new float[3 * Side * Side * 2];
        for (var i = 0; i < weights.Length; i += 2)
            weights[i] = (columns > 0 ? i / 2 % Side < columns : i / 2 % Side >= Side + columns) ? 0.02f : 0;
        var builder = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Node("Flatten", ["pixels"], ["flat"])
            .Initializer<float>("weights", weights, 3 * Side * Side, 2)
            .Node("MatMul", ["flat", "weights"], [last is null ? "logits" : "scores"]);
        if (last is not null)
            builder.Node(last, ["scores"], ["logits"]);
        return await UploadAsync(client, name, builder.Output("logits", OnnxElementType.Float, "N", 2).ToArray());
    }

    /// <summary>A convolution whose features are kept on the left alone, global pooling, and two classes of which they speak for the
    /// first.</summary>
    static byte[] Pooled() =>
        new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Initializer<float>("weights", [.. Enumerable.Repeat(0.1f, 3 * 2 * 2)], 1, 3, 2, 2)
            .Initializer<float>("offset", [9], 1)
            .Node("Conv", ["pixels", "weights", "offset"], ["found"], OnnxModelBuilder.Attribute("strides", [2L, 2]))
            .Node("Relu", ["found"], ["whole"])
            .Initializer<float>("kept", [.. Enumerable.Range(0, 16).Select(place => place % 4 < 2 ? 1f : 0)], 1, 1, 4, 4)
            .Node("Mul", ["whole", "kept"], ["features"])
            .Node("GlobalAveragePool", ["features"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("dense", [1, -1], 1, 2)
            .Node("MatMul", ["flat", "dense"], ["logits"])
            .Output("logits", OnnxElementType.Float, "N", 2)
            .ToArray();

    static async Task<string> UploadAsync(HttpClient client, string name, byte[] onnx)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "{{{name}}}", "preprocessing": {"input_size": [3, 8, 8], "crop_pct": 1}}""", onnx)
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", model => model.GetProperty("state").GetString() == "ready");
        return id;
    }
}
