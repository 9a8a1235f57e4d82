using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Api;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>Models that were made to come through an attack, or that break one: each is attacked to the end, or refused with what is wrong
/// with it, and its number says why it is in doubt.</summary>
public sealed class HostileModelTests
{
    const int Side = 8;

    [Fact, Long]
    public async Task Models_that_hide_from_an_attack_are_flagged_and_those_that_break_it_are_named()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:AttackSlice", "4"));
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var ended = new Dictionary<string, JsonElement>();
        foreach (var (name, onnx) in Models())
            ended[name] = await EndedAsync(client, Request(await client.UploadReadyAsync(name, onnx), new { attack = "pgd" }));

        ended
            .Select(each => $"{each.Key} {StateAndFlags(each.Value)}")
            .ShouldBe([
                "plain completed: ",
                // The softmax of such logits is 0 and 1; their slope is seen all the same.
                "sure completed: ",
                "steps completed: blackBoxOnly",
                "stairs completed: steppedGradient",
                "root completed: zeroGradient gradientNotFinite",
                // It is run one picture at a time.
                "batch completed: ",
                "chance model-not-deterministic: ",
                "none output-not-finite: ",
            ]);

        Robust(ended["plain"]).ShouldBeLessThan(ended["plain"].GetProperty("results").GetProperty("cleanAccuracy").Hits());
        Robust(ended["sure"]).ShouldBe(Robust(ended["plain"]), "the same function, only steeper");

        await AListChoosesTheImages(client, await client.UploadReadyAsync("listed", Model().ToArray()));
    }

    static async Task AListChoosesTheImages(HttpClient client, string model)
    {
        foreach (var key in new[] { "attack-images", "others" })
        {
            var manifest = $$"""{"dataset": "pets", "key": "{{key}}", "format": "image-list"}""";
            var list = ApiClient.Form(manifest, Encoding.UTF8.GetBytes(key == "others" ? "a/1.jpg\n" : "a/0.jpg\nb/1.jpg\n"), "list.txt");
            using var registered = await client.PostAsync("/api/v1/label-sets", list);
            registered.IsSuccessStatusCode.ShouldBeTrue(await registered.Content.ReadAsStringAsync());
        }
        using var unknown = await client.PostAsJsonAsync("/api/v1/attacks", Request(model, new { list = "nowhere" }));
        await unknown.ShouldBeProblemAsync(404, "label-set-not-found");

        (await ImagesAsync(new { })).ShouldBe(["a/0.jpg", "b/1.jpg"], ignoreOrder: true);
        (await ImagesAsync(new { list = "others" })).ShouldBe(["a/1.jpg"]);
        (await ImagesAsync(new { list = "none" })).Length.ShouldBe(4);

        async Task<string[]> ImagesAsync(object more)
        {
            // Far enough to mislead whoever recognises anything.
            var ended = await EndedAsync(client, Request(model, more));
            ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
            await PicturesAreShownAsync(client, ended);
            var csv = await client.GetStringAsync($"/api/v1/attacks/{ended.GetProperty("id").GetString()}/images.csv");
            return [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[1])];
        }
    }

    /// <summary>Every recognised image that fell has a picture: as it was, the change, and what it became.</summary>
    static async Task PicturesAreShownAsync(HttpClient client, JsonElement attack)
    {
        var results = attack.GetProperty("results");
        var fallen = results.GetProperty("cleanAccuracy").Hits() - Robust(attack);
        var shown = results.GetProperty("shown").EnumerateArray().ToArray();
        shown.Length.ShouldBe(Math.Min(3, fallen));
        foreach (var image in shown)
        {
            image.GetProperty("taken").GetInt32().ShouldNotBe(image.GetProperty("label").GetInt32());
            var address = $"/api/v1/attacks/{attack.GetProperty("id").GetString()}/pictures/{image.GetProperty("image")}";
            using var picture = SKBitmap.Decode(await client.GetByteArrayAsync(address));
            (picture.Width, picture.Height).ShouldBe((3 * Side, Side));
        }
        if (shown.Length > 0)
            (await client.GetStringAsync($"/models/{attack.GetProperty("modelId").GetString()}/robustness")).ShouldContain("/pictures/");
    }

    static IEnumerable<(string Name, byte[] Onnx)> Models()
    {
        yield return ("plain", Model("scores").ToArrayOf("Identity"));
        yield return ("sure", Model("scores").Initializer<float>("huge", [1e4f]).Node("Mul", ["scores", "huge"], ["logits"]).ToArray());
        yield return ("steps", Model("scores").ToArrayOf("Round"));
        // Stairs over a slope that leads the wrong way.
        yield return (
            "stairs",
            Model("scores")
                .Initializer<float>("wrong", [-1e-3f])
                .Node("Floor", ["scores"], ["stairs"])
                .Node("Mul", ["scores", "wrong"], ["slope"])
                .Node("Add", ["stairs", "slope"], ["logits"])
                .ToArray()
        );
        // The root of nothing has no slope: 0 · ∞.
        yield return (
            "root",
            Model("scores")
                .Initializer<float>("nothing", [0f])
                .Node("Mul", ["scores", "nothing"], ["zeros"])
                .Node("Sqrt", ["zeros"], ["roots"])
                .Node("Add", ["scores", "roots"], ["logits"])
                .ToArray()
        );
        yield return (
            "batch",
            Model("scores")
                .Node("ReduceMean", ["scores"], ["mean"], OnnxModelBuilder.Attribute("axes", [0L]))
                .Node("Add", ["scores", "mean"], ["logits"])
                .ToArray()
        );
        yield return (
            "chance",
            Model("scores").Node("RandomNormalLike", ["scores"], ["noise"]).Node("Add", ["scores", "noise"], ["logits"]).ToArray()
        );
        // Nothing is wrong with grey noise, by which a model is looked at; the logarithm of what is below zero is no number.
        yield return ("none", Model("scores").ToArrayOf("Log"));
    }

    static OnnxModelBuilder Model(string output = "logits")
    {
        var random = new Random(5);
        var weights = new float[3 * Side * Side * 2];
        foreach (ref var weight in weights.AsSpan())
            weight = (random.NextSingle() - 0.5f) / 10;
        return new OnnxModelBuilder(17)
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Output("logits", OnnxElementType.Float, "N", 2)
            .Node("Flatten", ["pixels"], ["flat"])
            .Initializer<float>("weights", weights, 3 * Side * Side, 2)
            .Node("MatMul", ["flat", "weights"], [output]);
    }

    /// <summary>The attack's state, or the code of its failure, and its flags.</summary>
    static string StateAndFlags(JsonElement ended)
    {
        var error = ended.GetProperty("error");
        var state = error.ValueKind == JsonValueKind.Null ? ended.GetProperty("state").GetString() : error.GetProperty("code").GetString();
        var raised = ended.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("flag").GetString());
        return $"{state}: {string.Join(' ', raised)}";
    }

    /// <summary>Images that are recognised at the only ε.</summary>
    static int Robust(JsonElement attack) => attack.GetProperty("results").GetProperty("points")[0].GetProperty("robust").Hits();

    static JsonObject Request(string model, object more)
    {
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        (body["modelId"], body["dataset"], body["epsilons"]) = (model, "pets", new JsonArray(1.0));
        return body;
    }

    static async Task<JsonElement> EndedAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/attacks", request);
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString();
        return await client.UntilAsync(
            $"/api/v1/attacks/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }
}

file static class Ends
{
    public static int Hits(this JsonElement share) => share.GetProperty("hits").GetInt32();

    public static byte[] ToArrayOf(this OnnxModelBuilder model, string last) => model.Node(last, ["scores"], ["logits"]).ToArray();
}
