using System.Globalization;
using Bench.Api.Demo;

namespace Bench.Tests.EndToEnd;

/// <summary>Stored predictions of two public models over all 50,000 validation images, and top-5 lists of others, through the public API:
/// the numbers that everyone knows.</summary>
public sealed class RealNumbersTests
{
    [Theory, BothDatabases(LongOnPostgres = true)]
    public async Task The_published_numbers_come_out_to_every_digit(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        await RegisterAsync(app, client);

        var resNet = await SubmitAsync(client, "predictions/ResNet50.csv", "csv");
        var vit = await SubmitAsync(client, "predictions/ViT.csv", "csv");
        ShouldScore(
            await client.CompletedAsync(resNet),
            top1: "76.130",
            macro: "76.130",
            real: "82.958",
            ece: "3.7308",
            eceMass: "3.7080",
            eceReal: "2.2945"
        );
        ShouldScore(
            await client.CompletedAsync(vit),
            top1: "78.006",
            macro: "78.006",
            real: "83.987",
            ece: "1.4125",
            eceMass: "1.4111",
            eceReal: "4.6520"
        );

        var pair = await client.GetAsync($"compare?a={resNet}&b={vit}&labelSet=original&limit=1", default);
        pair.GetProperty("onlyA").GetInt32().ShouldBe(3_402);
        pair.GetProperty("onlyB").GetInt32().ShouldBe(4_340);
        pair.GetProperty("mcNemar")
            .GetProperty("pValue")
            .GetDouble()
            .ToString("0.00E+0", CultureInfo.InvariantCulture)
            .ShouldBe("1.53E-26");

        foreach (
            var (model, top1, top5, real) in new[]
            {
                ("resnet50", "76.130", "92.862", "82.958"),
                ("resnet18", "69.758", "89.076", "77.285"),
                ("vgg16", "71.592", "90.382", "79.040"),
            }
        )
        {
            var evaluation = await client.CompletedAsync(
                await SubmitAsync(
                    client,
                    $"predictions/top5/val/{model}.npy",
                    "topk-npy",
                    "labels/cleanlab/imagenet_val_set_index_to_filepath.json"
                )
            );
            Percent(evaluation.Score("top1"), 3).ShouldBe(top1, model);
            Percent(evaluation.Score("top5"), 3).ShouldBe(top5, model);
            Percent(evaluation.Score("top1", "real"), 3).ShouldBe(real, model);
        }
    }

    static void ShouldScore(
        System.Text.Json.JsonElement evaluation,
        string top1,
        string macro,
        string real,
        string ece,
        string eceMass,
        string eceReal
    )
    {
        Percent(evaluation.Score("top1"), 3).ShouldBe(top1);
        Percent(evaluation.Score("macro-top1"), 3).ShouldBe(macro);
        Percent(evaluation.Score("top1", "real"), 3).ShouldBe(real);
        Percent(evaluation.Score("ece"), 4).ShouldBe(ece);
        Percent(evaluation.Score("ece-mass"), 4).ShouldBe(eceMass);
        Percent(evaluation.Score("ece", "real"), 4).ShouldBe(eceReal);
        evaluation.GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    static async Task RegisterAsync(BenchApp app, BenchClient client)
    {
        var rows = File.ReadLines(SharedFolder.Require("labels/val_filename_wnid_sorted.txt")).Select(line => line.Replace(' ', ','));
        await File.WriteAllLinesAsync(Path.Combine(app.DatasetsRoot, "val.csv"), rows.Prepend("file_name,label"));
        await client.PostAsync(
            "datasets",
            new
            {
                key = "imagenet-val",
                variant = "imagenet-val",
                layout = "csv",
                path = "val.csv",
            },
            null,
            default
        );
        await client.UntilAsync("datasets/imagenet-val", dataset => dataset.GetProperty("state").GetString() == "ready");
        await client.UploadAsync(
            "label-sets",
            SharedFolder.Require("labels/real.json"),
            new
            {
                dataset = "imagenet-val",
                key = "real",
                format = "real-json",
            },
            default
        );
    }

    static async Task<string> SubmitAsync(BenchClient client, string file, string format, string? order = null) => (
            await client.UploadAsync(
                "evaluations/predictions",
                SharedFolder.Require(file),
                new
                {
                    name = Path.GetFileNameWithoutExtension(file),
                    dataset = "imagenet-val",
                    format,
                },
                default,
                order is null ? null : SharedFolder.Require(order)
            )
        ).GetProperty("id").GetString()!;

    static string Percent(double value, int digits) => (100 * value).ToString($"F{digits}", CultureInfo.InvariantCulture);
}
