using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Demo;
using Bench.Api.Leaderboard;
using Bench.Tests.EndToEnd;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>The pages over sixteen public models on ImageNetV2, whose top-5 lists their authors published.</summary>
public sealed class RealBoardPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    const string Dataset = "imagenet-v2";

    [Fact, Long]
    public async Task The_published_models_stand_on_every_page()
    {
        var lists = SharedFolder.Require("predictions/top5/v2-matched-frequency");
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        await FillAsync(app, lists);
        using var reader = app.Reader();
        var rows = (
            await reader.GetFromJsonAsync<LeaderboardResponse>(
                $"/api/v1/leaderboard?dataset={Dataset}",
                new JsonSerializerOptions(JsonSerializerDefaults.Web)
            )
        )!.Rows;

        var board = await reader.GetStringAsync("/");

        rows.Count.ShouldBe(16);
        board.ShouldContain("63.33", customMessage: "ResNet-50 as published");
        rows.Single(row => row.Model.Name == "resnet101").RankInterval.ShouldNotBe([5, 5], "its neighbours are not told apart from it");
        await chromium.ShouldBeSoundAsync(
            app,
            ColorScheme.Light,
            "/",
            "/?metric=top5&q=resnet",
            "/scatter?x=top5&y=top1",
            $"/compare?m={rows[0].Model.Id}&m={rows[1].Model.Id}",
            $"/models/{rows[0].Model.Id}",
            $"/evaluations/{rows[0].EvaluationId}",
            $"/evaluations/{rows[0].EvaluationId}/classes",
            $"/mistakes?evaluation={rows[0].EvaluationId}",
            "/datasets",
            "/label-sets"
        );
    }

    static async Task FillAsync(BenchApp app, string lists)
    {
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        var order = SharedFolder.Require("labels/imagenetv2/imagenetv2-b-33.json");
        using var images = JsonDocument.Parse(await File.ReadAllBytesAsync(order));
        await File.WriteAllLinesAsync(
            Path.Combine(app.DatasetsRoot, "v2.csv"),
            images
                .RootElement.GetProperty("image_filenames")
                .EnumerateArray()
                .Select(image => $"{image[0].GetString()},{image[1].GetString()}")
                .Prepend("file_name,label")
        );
        await client.PostAsync(
            "datasets",
            new
            {
                key = Dataset,
                variant = "imagenet-v2-matched-frequency",
                layout = "csv",
                path = "v2.csv",
            },
            null,
            default
        );
        await client.UntilAsync($"datasets/{Dataset}", dataset => dataset.GetProperty("state").GetString() == "ready");
        var waiting = new List<string>();
        foreach (var file in Directory.EnumerateFiles(lists, "*.npy").Order(StringComparer.Ordinal))
            waiting.Add((
                    await client.UploadAsync(
                        "evaluations/predictions",
                        file,
                        new
                        {
                            name = Path.GetFileNameWithoutExtension(file),
                            dataset = Dataset,
                            format = "topk-npy",
                        },
                        default,
                        order
                    )
                ).GetProperty("id").GetString()!);
        foreach (var evaluation in waiting)
            await client.CompletedAsync(evaluation);
    }
}
