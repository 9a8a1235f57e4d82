using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Api;
using Bench.Tests.Workers.Attacks;
using Bench.Workers.Verification;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>Linear models, whose worst points are known exactly, attacked through the API.</summary>
public sealed partial class AttackFlowTests
{
    const int Side = 8,
        Pixels = 3 * Side * Side,
        Classes = 5,
        Images = 15;

    const string Contract = """{"input_size": [3, 8, 8], "crop_pct": 1}""";

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f],
        Std = [0.229f, 0.224f, 0.225f];

    static readonly double[] Epsilons = [0.004, 0.012, 0.03];

    [Fact]
    public async Task An_attack_on_a_linear_model_finds_the_exact_robust_accuracy_survives_a_restart_and_says_what_is_doubtful()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:AttackSlice", "8"));
        var linear = LinearTarget.Random(6, Classes, Pixels);
        var pictures = Pictures(linear);
        int[] labels;
        string model,
            begun;
        using (var client = app.WithKey())
        {
            labels = await ImportAsync(app, client, "squares", pictures);
            await ImportAsync(app, client, "again", pictures);
            model = await UploadAsync(client, "linear", linear, last: null);

            var whole = await AttackAsync(client, model, "squares", "apgd-t");

            int[] exact = [.. Epsilons.Select(epsilon => Exact(linear, pictures, labels, epsilon))];
            exact.ShouldBeUnique("a curve that says something");
            Robust(whole).ShouldBe(exact, whole.ToString());
            Hits(whole.GetProperty("results").GetProperty("cleanAccuracy")).ShouldBe(Images - 2);
            whole.GetProperty("flags").GetArrayLength().ShouldBe(0);
            (await StartAsync(client, model, "squares", "apgd-t")).ShouldBe(Id(whole), "the same attack is not made twice");

            begun = await StartAsync(client, model, "squares", "square");
            await client.UntilAsync($"/api/v1/attacks/{begun}", attack => attack.GetProperty("done").GetInt32() >= 8);
        }

        // The worker stops in the middle of a slice, which is done again.
        await app.RestartAsync();
        using var after = app.WithKey();
        var resumed = await EndedAsync(after, begun);
        var straight = await AttackAsync(after, model, "again", "square");
        var blind = await AttackAsync(after, await UploadAsync(after, "blind", linear, last: "Sinh"), "again", "pgd");

        (await CsvAsync(after, resumed)).ShouldBe(await CsvAsync(after, straight));
        await EachSliceHasABlob(app, resumed);
        Robust(resumed)
            .Zip([.. Epsilons.Select(epsilon => Exact(linear, pictures, labels, epsilon))])
            .ShouldAllBe(pair => pair.First >= pair.Second);
        ShouldFall(resumed);
        resumed.GetProperty("flags").GetArrayLength().ShouldBe(0, "Square alone says nothing of a gradient");
        var flag = blind.GetProperty("flags").EnumerateArray().ShouldHaveSingleItem();
        flag.GetProperty("flag").GetString().ShouldBe("blackBoxOnly");
        flag.GetProperty("sentence").GetString()!.ShouldContain("Sinh");
        var page = await after.GetStringAsync($"/models/{blind.GetProperty("modelId").GetString()}/robustness");
        page.ShouldContain("The model has no gradient (Sinh)");
        page.ShouldContain("Robust accuracy over");
        page.ShouldContain("Accuracy over queries");

        await ACertificateIsThatOfTheFunction(after, model, linear, pictures);
        await OtherInquiriesAgreeToo(after, model, linear, pictures);
    }

    /// <summary>In the store, and among the names that checks and backups go by.</summary>
    static async Task EachSliceHasABlob(BenchApp app, JsonElement attack)
    {
        var stem = $"{Guid.Parse(Id(attack)):N}-";
        Directory.GetFiles(Path.Combine(app.DataDirectory, "blobs", "attacks"), stem + "*").Length.ShouldBe(2);
        await using var scope = app.Services.CreateAsyncScope();
        var names = await StoredNames.OfAsync(scope.ServiceProvider.GetRequiredService<BenchDb>(), default);
        names.Blobs.Count(key => key.StartsWith($"attacks/{stem}", StringComparison.Ordinal)).ShouldBe(2);
    }

    /// <summary>Accuracy falls with every answer, down to what is robust.</summary>
    static void ShouldFall(JsonElement attack)
    {
        foreach (var point in attack.GetProperty("results").GetProperty("points").EnumerateArray())
        {
            var left = point.GetProperty("byQueries").EnumerateArray().Select(step => step.GetProperty("accuracy").GetDouble()).ToArray();
            left.ShouldBe([.. left.OrderDescending()]);
            left[^1].ShouldBe(point.GetProperty("robust").GetProperty("value").GetDouble(), 1e-12);
        }
    }

    static int[] Robust(JsonElement attack) =>
        [.. attack.GetProperty("results").GetProperty("points").EnumerateArray().Select(point => Hits(point.GetProperty("robust")))];

    static int Hits(JsonElement share) => share.GetProperty("hits").GetInt32();

    /// <summary>Images whose smallest margin within ε and the box is above zero; none is near enough to it to be a matter of
    /// rounding.</summary>
    static int Exact(LinearTarget linear, byte[][] pictures, int[] labels, double epsilon)
    {
        var optima = labels.Select((label, i) => linear.Optimum(Values(pictures[i]), label, (float)epsilon)).ToArray();
        optima.Select(Math.Abs).Min().ShouldBeGreaterThan(0.002);
        return optima.Count(optimum => optimum > 0);
    }

    static async Task<JsonElement> AttackAsync(HttpClient client, string model, string dataset, string attack) =>
        await EndedAsync(client, await StartAsync(client, model, dataset, attack));

    static async Task<JsonElement> EndedAsync(HttpClient client, string id)
    {
        var ended = await client.UntilAsync(
            $"/api/v1/attacks/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return ended;
    }

    static async Task<string> StartAsync(HttpClient client, string model, string dataset, string attack)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/attacks",
            new
            {
                modelId = model,
                dataset,
                attack,
                epsilons = Epsilons,
                steps = 20,
                queries = 400,
            }
        );
        return Id(await response.JsonAsync(HttpStatusCode.Accepted));
    }

    static string Id(JsonElement attack) => attack.GetProperty("id").GetString()!;

    static Task<string> CsvAsync(HttpClient client, JsonElement attack) =>
        client.GetStringAsync($"/api/v1/attacks/{Id(attack)}/images.csv");

    static async Task<string> UploadAsync(HttpClient client, string name, LinearTarget linear, string? last)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$"""{"name": "{{name}}", "preprocessing": {{Contract}}}""", Model(linear, last))
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", model => model.GetProperty("state").GetString() == "ready");
        return id;
    }

    /// <summary>The model over normalised pictures that is <paramref name="linear"/> over those in [0, 1].</summary>
    static byte[] Model(LinearTarget linear, string? last)
    {
        var (weights, bias) = (new float[Pixels * Classes], (float[])linear.Bias.Clone());
        for (var k = 0; k < Pixels; k++)
        for (var label = 0; label < Classes; label++)
        {
            var (channel, weight) = (k / (Side * Side), linear.Weights[label * Pixels + k]);
            weights[k * Classes + label] = weight * Std[channel];
            bias[label] += weight * Mean[channel];
        }
        var builder = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Node("Flatten", ["pixels"], ["flat"])
            .Initializer<float>("weights", weights, Pixels, Classes)
            .Initializer<float>("bias", bias, Classes)
            .Node("Gemm", ["flat", "weights", "bias"], [last is null ? "logits" : "scores"]);
        if (last is not null)
            builder.Node(last, ["scores"], ["logits"]);
        return builder.Output("logits", OnnxElementType.Float, "N", Classes).ToArray();
    }

    /// <summary>Pictures in folders of the classes that the model sees in them, but for two that lie in another's.</summary>
    static async Task<int[]> ImportAsync(BenchApp app, HttpClient client, string key, byte[][] pictures)
    {
        // The model sees class i % 5 in picture i; of the first two something else is said.
        int[] labels = [.. Enumerable.Range(0, Images).Select(i => (i + (i < 2 ? 1 : 0)) % Classes)];
        foreach (var (i, label) in labels.Index())
        {
            var file = Path.Combine(app.DatasetsRoot, key, $"class {label}", string.Create(CultureInfo.InvariantCulture, $"{i:00}.png"));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, Png(pictures[i]));
        }
        await TinyDataset.RegisterAsync(client, key, "from-folders");
        return labels;
    }

    /// <summary>Pictures of 8 × 8 colours, as rows of red, green and blue, in which the model sees class i % 5.</summary>
    static byte[][] Pictures(LinearTarget linear)
    {
        var random = new Random(1);
        var (found, logits) = (new byte[]?[Images], new float[Classes]);
        while (found.Contains(null))
        {
            var noise = new byte[Pixels];
            random.NextBytes(noise);
            linear.Logits(Values(noise), logits);
            var seen = Array.IndexOf(logits, logits.Max());
            var free = Enumerable.Range(0, Images).FirstOrDefault(i => i % Classes == seen && found[i] is null, -1);
            if (free >= 0)
                found[free] = noise;
        }
        return found!;
    }

    static byte[] Png(byte[] picture)
    {
        using var bitmap = new SKBitmap(Side, Side);
        for (var place = 0; place < Side * Side; place++)
            bitmap.SetPixel(place % Side, place / Side, new SKColor(picture[3 * place], picture[3 * place + 1], picture[3 * place + 2]));
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }

    /// <summary>Planes of red, green and blue in [0, 1].</summary>
    static float[] Values(byte[] picture) =>
        [.. Enumerable.Range(0, Pixels).Select(k => picture[k % (Side * Side) * 3 + k / (Side * Side)] / 255f)];
}
