using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Api.Robustness;

/// <summary>Two models over a tree that shows each of four pictures four times: pictures are counted, not images.</summary>
public sealed class TreeComparisonTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Pictures = ["ant/p0", "ant/p1", "bee/p2", "bee/p3"];

    [Theory, BothDatabases]
    public async Task Copies_of_a_picture_are_no_independent_images(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        foreach (var path in Images())
        {
            var file = Path.Combine(app.DatasetsRoot, "shown", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, path, TestContext.Current.CancellationToken);
        }
        var tree = await client.RegisterAsync(app, "shown", "imagenet-c", "shown");
        var all = await client.SubmitAsync(tree, [.. Images().Select(path => Row(path, right: true))]);
        // Wrong on two of the four pictures, whatever is done to them: eight images.
        var half = await client.SubmitAsync(tree, [.. Images().Select(path => Row(path, right: path[^5] is '1' or '3'))]);

        var query = $"a={all.Model()}&b={half.Model()}&dataset=shown";
        var compared = await client.GetFromJsonAsync<JsonElement>($"/api/v1/compare?{query}");
        var verdict = await client.GetFromJsonAsync<JsonElement>($"/api/v1/compare/verdict?{query}&margin=0");
        var board = await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?dataset=shown&baseline={half.Model()}");
        var scores = await client.ScoresWithAsync(half, "top1");

        (
            compared.GetProperty("n").GetInt32(),
            compared.GetProperty("onlyA").GetInt32(),
            compared.GetProperty("pictures").GetInt32()
        ).ShouldBe((16, 8, 4));
        // Two signs of two pictures, not eight of eight images.
        compared.GetProperty("mcNemar").GetProperty("pValue").GetDouble().ShouldBe(0.5, 1e-12);
        compared.GetProperty("cochranQ").GetProperty("q").ValueKind.ShouldBe(JsonValueKind.Null);
        compared.GetProperty("pairs")[0].GetProperty("errorConsistency").GetProperty("ciLow").ValueKind.ShouldBe(JsonValueKind.Null);
        verdict.GetProperty("difference").GetProperty("ciLow").GetDouble().ShouldBeLessThan(0.05);
        verdict.GetProperty("sentence").GetString()!.ShouldContain("on 16 images of 4 pictures");
        board.GetProperty("standing").GetString().ShouldBe("separateIntervals");
        board
            .GetProperty("rows")
            .EnumerateArray()
            .Single(row => row.GetProperty("model").GetProperty("id").GetString() == all.Model())
            .GetProperty("difference")
            .GetProperty("p")
            .GetDouble()
            .ShouldBe(0.5, 1e-12);
        // Half of the pictures is right: Wilson's of four, not of sixteen.
        scores["top1"].GetProperty("ciLow").GetDouble().ShouldBe(WilsonInterval.Of(2, 4).Low, 1e-9);
        scores["top1"].GetProperty("n").GetInt32().ShouldBe(16);
        scores["worst-class-top1"].GetProperty("ciLow").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.GetStringAsync($"/compare?m={all.Model()}&m={half.Model()}&dataset=shown")).ShouldContain(
            "sign-flip test of pictures"
        );
    }

    static IEnumerable<string> Images() =>
        from corruption in (string[])["fog", "snow"]
        from level in (string[])["1", "2"]
        from picture in Pictures
        select $"{corruption}/{level}/{picture}.png";

    static float[] Row(string path, bool right) => MadeEvaluations.Row(path.Contains("/ant/") == right ? "0123" : "1023");
}
