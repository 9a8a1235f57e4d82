using System.Globalization;
using Bench.Api.Demo;
using Bench.Data.Predictions;

namespace Bench.Tests.EndToEnd;

/// <summary>Real weights over 200 real photographs, through the public API, against what ONNX Runtime says after Pillow's own
/// preprocessing.</summary>
public sealed class RealModelTests(PhotographApps apps) : IClassFixture<PhotographApps>
{
    const string SqueezeNet = "SqueezeNet_fp16",
        MobileNet = "mobilenetv2_int8_static",
        Broken = "mobilenetv2_int8_broken";

    [Theory]
    [InlineData(Database.Sqlite, SqueezeNet, 0.665, 0.875)]
    [InlineData(Database.Postgres, MobileNet, 0.815, 0.980)]
    public async Task A_real_model_scores_what_it_is_known_to_score(Database database, string model, double top1, double top5)
    {
        using var client = await apps.OnAsync(database);
        var evaluation = await client.CompletedAsync(await client.AskAsync(await UploadAsync(client, model), PhotographApps.Dataset));

        evaluation.Score("top1").ShouldBe(top1, 1e-9);
        evaluation.Score("top5").ShouldBe(top5, 1e-9);
        await ShouldBeTheReferenceAsync(await apps.AddressAsync(database), evaluation.GetProperty("id").GetString()!, model);
    }

    [Fact, Long]
    public async Task A_model_that_knows_nothing_completes_and_is_shown_as_what_it_is()
    {
        using var client = await apps.OnAsync(Database.Sqlite);
        var evaluation = await client.CompletedAsync(await client.AskAsync(await UploadAsync(client, Broken), PhotographApps.Dataset));

        evaluation.Score("top1").ShouldBeInRange(0, 0.03);
    }

    /// <summary>Copies of some of the photographs, so that whatever is compared with the clean ones must come out as nothing; it does only
    /// where the clean side is over the same images and the same classes.</summary>
    [Fact, Long]
    public async Task Forty_photographs_and_a_tree_of_two_are_compared_with_their_own_originals_alone()
    {
        using var client = await apps.OnAsync(Database.Sqlite);
        var model = await UploadAsync(client, SqueezeNet);
        await client.CompletedAsync(await client.AskAsync(model, PhotographApps.Dataset));
        await client.RegisterShiftAsync(PhotographApps.Forty, "imagefolder", masked: true);
        await client.RegisterShiftAsync(PhotographApps.Tree, "imagenet-c", masked: false);

        var forty = await client.CompletedAsync(await client.AskAsync(model, PhotographApps.Forty));
        var tree = await client.CompletedAsync(await client.AskAsync(model, PhotographApps.Tree));
        var curve = await client.GetAsync($"evaluations/{tree.GetProperty("id").GetString()}/corruptions", default);

        // Among all 1,000 classes it is right about 66.5 % of the 200; among the forty classes of these nearly all.
        forty.Score("clean-top1").ShouldBe(forty.Score("top1"));
        forty.Score("top1").ShouldBeGreaterThan(0.9);
        forty.Score("accuracy-drop").ShouldBe(0);
        // Of two originals none, one or both are wrong; of all photographs 33.5 % are.
        (2 * curve.GetProperty("cleanError").GetDouble()).ShouldBeOneOf(0, 1, 2);
    }

    static Task<string> UploadAsync(BenchClient client, string model) =>
        client.UploadModelAsync(
            SharedFolder.Require($"models/{model}.onnx"),
            model == SqueezeNet
                ? new
                {
                    name = model,
                    preprocessing = new
                    {
                        input_size = new[] { 3, 224, 224 },
                        mean = new[] { 103.939, 116.779, 123.68 },
                        std = new[] { 1.0, 1.0, 1.0 },
                        channel_order = "bgr",
                        value_range = "byte",
                    },
                }
                : new
                {
                    name = model,
                    preprocessing = new
                    {
                        input_size = new[] { 3, 224, 224 },
                        mean = new[] { 0.485, 0.456, 0.406 },
                        std = new[] { 0.229, 0.224, 0.225 },
                    },
                }
        );

    /// <summary>The best class of every photograph is the reference's, and its score within 1e-3: the logit, or the probability where the
    /// model ends in softmax.</summary>
    static async Task ShouldBeTheReferenceAsync(Uri service, string evaluation, string model)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["predictions.npz"], await service.DownloadAsync($"evaluations/{evaluation}/predictions"));
        var arrays = PredictionFile.Read(folder["predictions.npz"]).Arrays;
        // One photograph a class, and the names begin with the class: manifest order is the reference's order.
        var reference = File.ReadLines(SharedFolder.Require($"reference/{model}.top5.csv"))
            .Skip(1)
            .Order(StringComparer.Ordinal)
            .Select(line => line.Split(','))
            .ToArray();
        arrays.Rows.ShouldBe(reference.Length);
        for (var image = 0; image < reference.Length; image++)
        {
            var (fields, logit) = (reference[image], arrays.TopLogit[image * arrays.HeadSize]);
            ((int)arrays.TopClass[image * arrays.HeadSize]).ShouldBe(int.Parse(fields[2], CultureInfo.InvariantCulture), fields[0]);
            (model == SqueezeNet ? Math.Exp(logit) : logit).ShouldBe(
                double.Parse(fields[7], CultureInfo.InvariantCulture),
                1e-3,
                fields[0]
            );
        }
    }
}
