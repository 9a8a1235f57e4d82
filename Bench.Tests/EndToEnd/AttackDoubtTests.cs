using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Attacks;
using Bench.Data.Outcomes;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Inquiries;
using Bench.Service.Work;
using Bench.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.EndToEnd;

/// <summary>What takes something from the numbers of attacks and explanations is told to whoever reads them.</summary>
public sealed class AttackDoubtTests
{
    const int Side = 8;
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Fact, Long]
    public async Task What_takes_something_from_an_attack_or_an_explanation_is_told_next_to_it()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var model = await client.UploadReadyAsync("bytes", Bytes());

        await ABoundBelowHalfAStepIsNoRobustness(client, model);
        await ABoundBetweenLevelsIsExceeded(client, model);
        await AnOrderedMoveIsMeasuredAsTheModelSawIt(client, model);
        await AFlatMapPointsNowhere(client, await client.UploadReadyAsync("cold", Cold()));
        await AnOldOrderIsRefusedWithASentence(app, client, model);
        await DoubtsOfTheDatasetAreThoseOfItsAttacks(app, client, model);
        await PercentagesFallAsTheirLogitsDo(client);
    }

    /// <summary>Bytes round a move of 0.001 away.</summary>
    static async Task ABoundBelowHalfAStepIsNoRobustness(HttpClient client, string model)
    {
        var ended = await AttackedAsync(
            client,
            new
            {
                modelId = model,
                dataset = "pets",
                epsilons = new[] { 0.001, 1.0 },
            }
        );

        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        ended.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("flag").GetString()).ShouldBe(["nothingMoved"]);
        ended.GetProperty("record").GetProperty("inputElementType").GetString()!.ToLowerInvariant().ShouldBe("uint8");
        var points = ended.GetProperty("results").GetProperty("points");
        points[0].GetProperty("moved").GetProperty("hits").GetInt32().ShouldBe(0);
        points[1].GetProperty("moved").GetProperty("hits").GetInt32().ShouldBeGreaterThan(0, "a whole step reaches it");
        var csv = (await client.GetStringAsync($"/api/v1/attacks/{ended.GetProperty("id").GetString()}/images.csv")).Split("\r\n");
        csv[0].ShouldEndWith(",checks,flags");
        csv[1..^1].ShouldAllBe(line => line.EndsWith(",nothingMoved"));
        var page = await client.GetStringAsync($"/models/{model}/robustness");
        page.ShouldContain(", nothing moved</td>");
        page.ShouldContain("none below 1/510");
    }

    /// <summary>2.55 levels are shown as 3, and 2.3 as 2.</summary>
    static async Task ABoundBetweenLevelsIsExceeded(HttpClient client, string model)
    {
        foreach (var (epsilon, beyond) in new[] { (0.01, true), (2.3 / 255, false), (0.0157, false) })
        {
            var ended = await AttackedAsync(
                client,
                new
                {
                    modelId = model,
                    dataset = "pets",
                    epsilons = new[] { epsilon },
                }
            );
            ended
                .GetProperty("flags")
                .EnumerateArray()
                .Any(flag => flag.GetProperty("flag").GetString() == "roundedBeyond")
                .ShouldBe(beyond, $"{epsilon}: {ended}");
        }
    }

    /// <summary>Of what is sought in real numbers a model that takes bytes sees whole levels.</summary>
    static async Task AnOrderedMoveIsMeasuredAsTheModelSawIt(HttpClient client, string model)
    {
        var ended = await AttackedAsync(
            client,
            new
            {
                modelId = model,
                dataset = "pets",
                attack = "ordered",
                ordered = new { topK = new[] { 1 } },
            }
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        var csv = await client.GetStringAsync($"/api/v1/attacks/{ended.GetProperty("id").GetString()}/images.csv");
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        var (reached, l1, linf) = (lines[0].IndexOf("reached"), lines[0].IndexOf("l1"), lines[0].IndexOf("linf"));
        var moves = lines.Skip(1).Where(line => line[reached] == "1").ToList();
        moves.ShouldNotBeEmpty();
        foreach (var level in moves.SelectMany(line => new[] { line[l1], line[linf] }).Select(text => 255 * double.Parse(text, Invariant)))
            (level - Math.Round(level)).ShouldBe(0, 1e-3, csv);
    }

    /// <summary>Rectifiers that no picture opens: every gradient is zero.</summary>
    static async Task AFlatMapPointsNowhere(HttpClient client, string model)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/explanations",
            new
            {
                modelIds = new[] { model },
                dataset = "pets",
                image = "b/1.jpg",
                method = "grad-cam",
            }
        );
        var id = (await response.JsonAsync(HttpStatusCode.Accepted))[0].GetProperty("id").GetString();
        var ended = await EndedAsync(client, $"/api/v1/explanations/{id}");

        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        ended.GetProperty("results").GetProperty("flat").GetInt32().ShouldBe(1);
        ended.GetProperty("results").GetProperty("images")[0].GetProperty("flat").GetBoolean().ShouldBeTrue();
        (await client.GetStringAsync("/datasets/pets/images/3")).ShouldContain("The map is the same everywhere");
    }

    /// <summary>What an older version queued although it cannot be made.</summary>
    static async Task AnOldOrderIsRefusedWithASentence(BenchApp app, HttpClient client, string model)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var key = await db.Keys.FirstAsync(each => each.Role == Role.Operator);
        var ground = new AttackGround("pets", [.. Enumerable.Range(0, 1000)], 4);
        var request = new AttackRequest
        {
            ModelId = Guid.Parse(model),
            Dataset = "pets",
            Attack = "ordered",
            Ordered = new() { Classes = [900, 1] },
        };
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = request.ModelId,
            DatasetId = (await db.Datasets.SingleAsync(each => each.Key == "pets")).Id,
            Spec = WorkJson.Write(request.Settle(ground)),
            Preprocessing = (await db.Models.SingleAsync(each => each.Id == request.ModelId)).Preprocessing!,
            Total = 4,
            CreatedAt = DateTime.UnixEpoch,
        };
        var desk = scope.ServiceProvider.GetRequiredService<InquiryDesk>();
        await desk.AcceptAsync([attack], once: false, new Caller(key.Id, key.Name, key.Role), TestContext.Current.CancellationToken);

        var error = (await EndedAsync(client, $"/api/v1/attacks/{attack.Id}")).GetProperty("error");

        error.GetProperty("code").GetString().ShouldBe("attack-unsupported");
        error.GetProperty("message").GetString()!.ShouldContain("Class 900 of the order is not one of the 2 classes");
    }

    static async Task DoubtsOfTheDatasetAreThoseOfItsAttacks(BenchApp app, HttpClient client, string model)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await db.Datasets.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.Checks, [Check.Warning("labels-shuffled", "The labels are in another order.")])
        );

        var listed = await client.GetFromJsonAsync<JsonElement>($"/api/v1/attacks?modelId={model}");

        listed
            .GetProperty("items")
            .EnumerateArray()
            .ShouldAllBe(attack => attack.GetProperty("checks").GetRawText().Contains("labels-shuffled"));
        (await client.GetStringAsync($"/models/{model}/robustness")).ShouldContain("The labels are in another order.");
    }

    /// <summary>The same scores, once as they are and once as percentages, of which the label's is all of the hundred in single
    /// precision: of the percentage itself the slope is that of the other class alone.</summary>
    static async Task PercentagesFallAsTheirLogitsDo(HttpClient client)
    {
        var margins = new List<string>();
        foreach (var percent in new[] { false, true })
        {
            var model = await client.UploadReadyAsync(percent ? "percent" : "scores", Sure(percent));
            var ended = await AttackedAsync(
                client,
                new
                {
                    modelId = model,
                    dataset = "pets",
                    loss = "margin",
                    epsilons = new[] { 0.02 },
                }
            );
            ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
            ended.GetProperty("flags").GetArrayLength().ShouldBe(0, ended.ToString());
            var csv = await client.GetStringAsync($"/api/v1/attacks/{ended.GetProperty("id").GetString()}/images.csv");
            margins.Add(string.Join(' ', csv.Split('\n').Skip(1).Where(line => line.Length > 0).Select(Rounded)));
        }

        margins[1].ShouldBe(margins[0]);

        static string Rounded(string line) => double.Parse(line.Split(',')[7], Invariant).ToString("0.0", Invariant);
    }

    static byte[] Bytes() =>
        Scored(
                new OnnxModelBuilder(17)
                    .Input("pixels", OnnxElementType.UInt8, "N", 3, Side, Side)
                    .Node("Cast", ["pixels"], ["numbers"], OnnxModelBuilder.Attribute("to", 1L)),
                "numbers",
                "logits",
                scale: 0.01f
            )
            .ToArray();

    static byte[] Sure(bool percent)
    {
        var model = Scored(
            new OnnxModelBuilder(17).Input("pixels", OnnxElementType.Float, "N", 3, Side, Side),
            "pixels",
            percent ? "scores" : "logits",
            scale: 2.5f
        );
        if (percent)
            model
                .Node("Softmax", ["scores"], ["shares"], OnnxModelBuilder.Attribute("axis", 1L))
                .Initializer<float>("hundred", [100])
                .Node("Mul", ["shares", "hundred"], ["logits"]);
        return model.ToArray();
    }

    static OnnxModelBuilder Scored(OnnxModelBuilder model, string from, string to, float scale)
    {
        var random = new Random(5);
        var weights = new float[3 * Side * Side * 2];
        foreach (ref var weight in weights.AsSpan())
            weight = (random.NextSingle() - 0.5f) * scale;
        return model
            .Output("logits", OnnxElementType.Float, "N", 2)
            .Node("Flatten", [from], ["flat"])
            .Initializer<float>("weights", weights, 3 * Side * Side, 2)
            .Node("MatMul", ["flat", "weights"], [to]);
    }

    /// <summary>Pooled features that speak against every class that is found, so that Grad-CAM leaves nothing of them.</summary>
    static byte[] Cold() =>
        new OnnxModelBuilder(17)
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Initializer<float>("kernel", [.. Enumerable.Repeat(0.1f, 3 * 2 * 2)], 1, 3, 2, 2)
            .Initializer<float>("offset", [9], 1)
            .Node("Conv", ["pixels", "kernel", "offset"], ["found"], OnnxModelBuilder.Attribute("strides", [2L, 2]))
            .Node("Relu", ["found"], ["features"])
            .Node("GlobalAveragePool", ["features"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("dense", [-1, -2], 1, 2)
            .Node("MatMul", ["flat", "dense"], ["logits"])
            .Output("logits", OnnxElementType.Float, "N", 2)
            .ToArray();

    static async Task<JsonElement> AttackedAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/attacks", request);
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString();
        return await EndedAsync(client, $"/api/v1/attacks/{id}");
    }

    static Task<JsonElement> EndedAsync(HttpClient client, string address) =>
        client.UntilAsync(address, answer => answer.GetProperty("state").GetString() is "completed" or "failed");
}
