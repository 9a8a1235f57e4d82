using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Onnx.Admission;
using Bench.Onnx.Protobuf;
using Bench.Tests.Api;
using Bench.Tests.Workers.Attacks;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>One linear function, whose worst points are known exactly, written as models that people export; attacked through the
/// API.</summary>
public sealed class OddModelAttackTests
{
    const int Images = 12;

    const string Contract = """{"input_size": [3, 8, 8], "crop_pct": 1, "mean": [0, 0, 0], "std": [1, 1, 1]}""";

    static readonly double[] Epsilons = [0.004, 0.012, 0.03];

    static readonly LinearTarget Five = LinearTarget.Random(11, 5, OddModels.Pixels);

    static AttributeProto Last => OnnxModelBuilder.Attribute("axis", 1L);

    static byte[] Sharp =>
        OddModels.Ending(
            Five,
            tail: model =>
                model.Initializer<float>("k", [200]).Node("Mul", ["scores", "k"], ["large"]).Node("Softmax", ["large"], ["logits"], Last)
        );

    [Fact, Long]
    public async Task However_a_model_is_exported_attacks_find_what_there_is_or_say_what_hides_it()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportAsync(app, client, Five);
        var exact = Exact(Five);
        exact.ShouldBeUnique("a curve that says something");

        foreach (
            var (name, onnx) in new (string, byte[])[]
            {
                ("fixed batch of 1", OddModels.Plain(Five, 1)),
                ("fixed batch of 7", OddModels.Plain(Five, 7)),
                ("channels last", OddModels.ChannelsLast(Five)),
                ("half precision", OddModels.Half(Five)),
                ("several outputs", OddModels.SeveralOutputs(Five)),
                ("probabilities", OddModels.Ending(Five, tail: model => model.Node("Softmax", ["scores"], ["logits"], Last))),
                ("logarithms", OddModels.Ending(Five, tail: model => model.Node("LogSoftmax", ["scores"], ["logits"], Last))),
                (
                    "a scale over the batch",
                    OddModels.Ending(
                        Five,
                        tail: model =>
                            model
                                .Node("ReduceMax", ["scores"], ["max"], OnnxModelBuilder.Attribute("axes", [0L, 1]))
                                .Node("Div", ["scores", "max"], ["logits"])
                    )
                ),
            }
        )
        {
            var model = await UploadAsync(client, onnx);
            foreach (var attack in (string[])["apgd-ce", "apgd-t", "square"])
            {
                var found = await AttackAsync(client, model, "of5", attack);
                Flags(found).ShouldBeEmpty($"{attack} on {name}");
                if (attack == "apgd-t")
                    Robust(found).ShouldBe(exact, name);
                else
                    Robust(found).Zip(exact).ShouldAllBe(pair => pair.First >= pair.Second, $"{attack} on {name}");
            }
        }

        var quantised = await AttackAsync(client, await UploadAsync(client, OddModels.Quantised(Five)), "of5", "apgd-t");
        Flags(quantised).ShouldBeEmpty();
        // A step of the quantised input is 1/255, as long as the smallest bound.
        Robust(quantised)[1..].ShouldBe(exact[1..]);
        var sure = OddModels.Ending(Five, tail: model => model.Initializer<float>("k", [200]).Node("Mul", ["scores", "k"], ["logits"]));
        Flags(await AttackAsync(client, await UploadAsync(client, sure), "of5", "apgd-ce")).ShouldBeEmpty();
        var round = OddModels.Ending(Five, tail: model => model.Node("Round", ["scores"], ["logits"]));
        Flags(await AttackAsync(client, await UploadAsync(client, round), "of5", "apgd-ce")).ShouldContain("blackBoxOnly");
        var hard = OddModels.Ending(Five, tail: model => model.Node("Hardmax", ["scores"], ["logits"], Last));
        Flags(await AttackAsync(client, await UploadAsync(client, hard), "of5", "square")).ShouldContain("nothingMoved");

        var sharp = await AttackAsync(client, await UploadAsync(client, Sharp), "of5", "apgd-t");
        Flags(sharp).ShouldBeEmpty();
        Robust(sharp).ShouldBe(exact);
        // What is not a Softmax at the end hides its logits.
        var hidden = OddModels.Ending(
            Five,
            tail: model =>
                model
                    .Initializer<float>("k", [2000])
                    .Node("Mul", ["scores", "k"], ["large"])
                    .Node("Softmax", ["large"], ["one"], Last)
                    .Initializer<float>("same", [1])
                    .Node("Mul", ["one", "same"], ["logits"])
        );
        Flags(await AttackAsync(client, await UploadAsync(client, hidden), "of5", "apgd-t")).ShouldContain("saturatedAnswers");

        var nothing = new LinearTarget(new float[5 * OddModels.Pixels], [0, 0, 1, 0, 0], OddModels.Pixels);
        var random = OddModels.Ending(
            Five,
            tail: model => model.Node("RandomNormalLike", ["scores"], ["noise"]).Node("Add", ["scores", "noise"], ["logits"])
        );
        var centred = OddModels.Ending(
            Five,
            tail: model =>
                model
                    .Node("ReduceMean", ["scores"], ["mean"], OnnxModelBuilder.Attribute("axes", [0L]))
                    .Node("Sub", ["scores", "mean"], ["logits"])
        );
        foreach (
            var (onnx, code) in new[]
            {
                (OddModels.Plain(nothing), "answers-constant"),
                (centred, "answers-constant"),
                (random, "model-not-deterministic"),
            }
        )
            (await EndedAsync(client, await StartedAsync(client, await UploadAsync(client, onnx), "of5", "square")))
                .GetProperty("error")
                .GetProperty("code")
                .GetString()
                .ShouldBe(code);
    }

    [Theory, Long]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Few_classes_are_attacked_by_what_can_tell_them_apart(int classes)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var linear = LinearTarget.Random(6 + classes, classes, OddModels.Pixels);
        await ImportAsync(app, client, linear);
        var (model, dataset) = (await UploadAsync(client, OddModels.Plain(linear)), $"of{classes}");

        Robust(await AttackAsync(client, model, dataset, "apgd-ce")).Zip(Exact(linear)).ShouldAllBe(pair => pair.First >= pair.Second);
        Robust(await AttackAsync(client, model, dataset, "square")).Zip(Exact(linear)).ShouldAllBe(pair => pair.First >= pair.Second);
        if (classes >= 4)
        {
            Robust(await AttackAsync(client, model, dataset, "apgd-t")).ShouldBe(Exact(linear));
            return;
        }
        foreach (var attack in (string[])["apgd-t", "standard"])
        {
            using var refused = await PostAsync(client, model, dataset, attack);
            (await refused.ShouldBeProblemAsync(422, "attack-invalid"))
                .GetProperty("detail")
                .GetString()!
                .ShouldContain($"needs 4 classes, and '{dataset}' has {classes}; ask for pgd, apgd-ce or square");
        }
    }

    static async Task<JsonElement> AttackAsync(HttpClient client, string model, string dataset, string attack)
    {
        var ended = await EndedAsync(client, await StartedAsync(client, model, dataset, attack));
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return ended;
    }

    static Task<JsonElement> EndedAsync(HttpClient client, string id) =>
        client.UntilAsync($"/api/v1/attacks/{id}", answer => answer.GetProperty("state").GetString() is "completed" or "failed");

    static async Task<string> StartedAsync(HttpClient client, string model, string dataset, string attack)
    {
        using var response = await PostAsync(client, model, dataset, attack);
        return (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string modelId, string dataset, string attack) =>
        client.PostAsJsonAsync(
            "/api/v1/attacks",
            new
            {
                modelId,
                dataset,
                attack,
                epsilons = Epsilons,
                steps = 20,
                queries = 200,
            }
        );

    static int[] Robust(JsonElement attack) =>
        [
            .. attack
                .GetProperty("results")
                .GetProperty("points")
                .EnumerateArray()
                .Select(point => point.GetProperty("robust").GetProperty("hits").GetInt32()),
        ];

    static string[] Flags(JsonElement attack) =>
        [.. attack.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("flag").GetString()!)];

    static int[] Exact(LinearTarget linear)
    {
        var pictures = Pictures(linear);
        return
        [
            .. Epsilons.Select(epsilon =>
                pictures.Index().Count(each => linear.Optimum(Values(each.Item), each.Index % linear.Classes, (float)epsilon) > 0)
            ),
        ];
    }

    static async Task<string> UploadAsync(HttpClient client, byte[] onnx)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$"""{"name": "{{Guid.NewGuid():N}}", "preprocessing": {{Contract}}}""", onnx)
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", model => model.GetProperty("state").GetString() == "ready");
        return id;
    }

    static async Task ImportAsync(BenchApp app, HttpClient client, LinearTarget linear)
    {
        var key = $"of{linear.Classes}";
        foreach (var (i, picture) in Pictures(linear).Index())
        {
            var file = Path.Combine(
                app.DatasetsRoot,
                key,
                $"class {i % linear.Classes}",
                string.Create(CultureInfo.InvariantCulture, $"{i:00}.png")
            );
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, Png(picture));
        }
        await TinyDataset.RegisterAsync(client, key, "from-folders");
    }

    /// <summary>Pictures in which the function sees class i % classes.</summary>
    static byte[][] Pictures(LinearTarget linear)
    {
        var random = new Random(1);
        var (found, logits) = (new byte[]?[Images], new float[linear.Classes]);
        while (found.Contains(null))
        {
            var noise = new byte[OddModels.Pixels];
            random.NextBytes(noise);
            linear.Logits(Values(noise), logits);
            var seen = Array.IndexOf(logits, logits.Max());
            var free = Enumerable.Range(0, Images).FirstOrDefault(i => i % linear.Classes == seen && found[i] is null, -1);
            if (free >= 0)
                found[free] = noise;
        }
        return found!;
    }

    static byte[] Png(byte[] picture)
    {
        using var bitmap = new SKBitmap(OddModels.Side, OddModels.Side);
        for (var place = 0; place < OddModels.Side * OddModels.Side; place++)
            bitmap.SetPixel(
                place % OddModels.Side,
                place / OddModels.Side,
                new SKColor(picture[3 * place], picture[3 * place + 1], picture[3 * place + 2])
            );
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }

    /// <summary>Planes of red, green and blue in [0, 1].</summary>
    static float[] Values(byte[] picture) =>
        [
            .. Enumerable
                .Range(0, OddModels.Pixels)
                .Select(k => picture[k % (OddModels.Side * OddModels.Side) * 3 + k / (OddModels.Side * OddModels.Side)] / 255f),
        ];
}
