using Bench.Api.Demo;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>SqueezeNet wants BGR bytes less their means. Declared so, there is nothing to say; declared wrongly, the doctor names what is
/// better and changes nothing.</summary>
public sealed class DoctorTests
{
    [Fact, Long]
    public async Task The_true_contract_gets_no_advice_and_three_wrong_ones_do()
    {
        var model = SharedFolder.Require("models/SqueezeNet_fp16.onnx");
        using var datasets = new TempFolder();
        EverySecondClass(SharedFolder.Require("images/real"), datasets["real"]);
        Transposed(datasets["real"], datasets["transposed"]);
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Inference:DoctorSample", "100"),
            ("Bench:DatasetsRoot", datasets.Path)
        );
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        await client.RegisterAsync("photographs", "real", "imagenet-1k");
        var id = await client.UploadModelAsync(model, new { name = "SqueezeNet" });

        double[] caffe = [103.939, 116.779, 123.68],
            ones = [1, 1, 1],
            none = [0, 0, 0];
        (
            await AdviceAsync(
                new
                {
                    channel_order = "bgr",
                    value_range = "byte",
                    mean = caffe,
                    std = ones,
                }
            )
        ).ShouldBeNull("the true contract");
        (
            await AdviceAsync(
                new
                {
                    channel_order = "rgb",
                    value_range = "byte",
                    mean = new[] { 123.68, 116.779, 103.939 },
                    std = ones,
                }
            )
        ).ShouldNotBeNull().ShouldStartWith("BGR channels");
        (await AdviceAsync(new { mean = new[] { 0.485, 0.456, 0.406 }, std = new[] { 0.229, 0.224, 0.225 } }))
            .ShouldNotBeNull()
            .ShouldContain("0 to 255");
        (
            await AdviceAsync(
                new
                {
                    channel_order = "bgr",
                    mean = none,
                    std = ones,
                }
            )
        ).ShouldNotBeNull().ShouldContain("0 to 255");

        // A graph whose axes are exchanged sees upright pictures as this one sees transposed ones.
        await client.RegisterAsync("transposed", "transposed", "imagenet-1k");
        (
            await AdviceAsync(
                new
                {
                    channel_order = "bgr",
                    value_range = "byte",
                    mean = caffe,
                    std = ones,
                },
                "transposed"
            )
        ).ShouldNotBeNull().ShouldStartWith("pictures transposed");

        async Task<string?> AdviceAsync(object preprocessing, string dataset = "photographs")
        {
            var started = await client.PostAsync(
                "evaluations",
                new
                {
                    modelId = id,
                    datasets = new[] { dataset },
                    preprocessing,
                },
                null,
                default
            );
            var evaluation = await client.CompletedAsync(started.GetProperty("items")[0].GetProperty("id").GetString()!);
            var advice = evaluation.GetProperty("advice");
            if (advice.ValueKind == System.Text.Json.JsonValueKind.Null)
                return null;
            TestContext.Current.SendDiagnosticMessage(advice.GetProperty("message").GetString()!);
            advice.GetProperty("p").GetDouble().ShouldBeLessThan(0.01);
            // It advises, it never switches: the score is the declared contract's, as its sample was.
            evaluation.Score("top1").ShouldBe(advice.GetProperty("declaredTop1").GetDouble(), 0.1);
            evaluation.Score("top1").ShouldBeLessThan(0.6, "the true contract scores 0.665");
            return advice.GetProperty("change").GetString();
        }
    }

    /// <summary>A hundred photographs, as many as the doctor's sample: five evaluations of all two hundred would show no more.</summary>
    static void EverySecondClass(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Order(StringComparer.Ordinal).Where((_, place) => place % 2 == 0))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    static void Transposed(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            using var picture = SKBitmap.Decode(file);
            using var turned = new SKBitmap(picture.Height, picture.Width);
            using (var canvas = new SKCanvas(turned))
            {
                canvas.SetMatrix(new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1));
                canvas.DrawBitmap(picture, 0, 0, SKSamplingOptions.Default);
            }
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            turned.Encode(target, SKEncodedImageFormat.Jpeg, 95);
        }
    }
}
