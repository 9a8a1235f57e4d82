using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Api.Robustness;

/// <summary>Two models over images that show each of four pictures four times: pictures are counted, not images.</summary>
public sealed class TreeComparisonTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Pictures = ["ant/p0", "ant/p1", "bee/p2", "bee/p3"];

    [Theory, BothDatabases(LongOnSqlite = true)]
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
        var all = await LogitsAsync(client, tree, [.. Images().Select(path => Row(path, right: true))]);
        // Wrong on two of the four pictures, whatever is done to them: eight images.
        var half = await LogitsAsync(client, tree, [.. Images().Select(path => Row(path, right: path[^5] is '1' or '3'))]);

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
        await LogitsAsync(client, tree, [.. Images().Select(path => Row(path, right: path[^5] is '1'))]);
        await CountsPicturesAsync(client, half, "shown");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Files_that_are_one_picture_under_many_names_are_no_independent_images(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        string[] images = [.. Pictures.SelectMany(picture => Enumerable.Range(0, 4).Select(copy => $"{picture}-{copy}.png"))];
        foreach (var path in images)
        {
            var file = Path.Combine(app.DatasetsRoot, "again", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, path[..^6], TestContext.Current.CancellationToken);
        }
        var folder = await client.RegisterAsync(app, "again", "imagefolder", "again");
        var all = await LogitsAsync(client, folder, [.. images.Select(path => Of(path, right: true))]);
        var half = await LogitsAsync(client, folder, [.. images.Select(path => Of(path, right: path[^7] is '1' or '3'))]);

        var compared = await client.GetFromJsonAsync<JsonElement>($"/api/v1/compare?a={all.Model()}&b={half.Model()}&dataset=again");
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=again");
        var scores = await client.ScoresWithAsync(half, "top1");

        compared.GetProperty("mcNemar").GetProperty("pValue").GetDouble().ShouldBe(0.5, 1e-12);
        board.GetProperty("standing").GetString().ShouldBe("separateIntervals");
        board.GetProperty("checks")[0].GetProperty("code").GetString().ShouldBe("pictures-repeated");
        scores["top1"].GetProperty("ciLow").GetDouble().ShouldBe(WilsonInterval.Of(2, 4).Low, 1e-9);
        scores["ece"].GetProperty("ciLow").ValueKind.ShouldBe(JsonValueKind.Null);
        await LogitsAsync(client, folder, [.. images.Select(path => Of(path, right: path[^7] is '1'))]);
        await CountsPicturesAsync(client, half, "again");

        static float[] Of(string path, bool right) => MadeEvaluations.Row(path.StartsWith("ant/") == right ? "0123" : "1023");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Several_edits_of_one_original_in_one_dataset_are_told_at_the_row(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"kept{i}.jpg")];
        string Line(string name) => $"{name},{(name.Contains("kept0") || name.Contains("kept1") ? "ant" : "bee")}";
        await client.ImportListAsync(app, "kept", names.Select(Line));
        string[] edits = [.. names.Select(name => $"large/{name}"), .. names.Select(name => $"small/{name}")];
        var edited = await client.ImportListAsync(app, "edited", edits.Select(Line), new { clean = "kept" });
        var once = await client.ImportListAsync(app, "once", edits.Take(8).Select(Line), new { clean = "kept" });

        var several = await client.SubmitAsync(edited, [.. edits.Select(_ => MadeEvaluations.Row("1023"))]);
        var single = await client.SubmitAsync(once, [.. names.Select(_ => MadeEvaluations.Row("1023"))]);

        several.GetProperty("checks").ToString().ShouldContain("16 images are edits of 8 originals");
        single.GetProperty("checks").ToString().ShouldNotContain("pictures-repeated");
    }

    /// <summary>Every other number of images: one of two pictures of each class is right, of eight images four.</summary>
    static async Task CountsPicturesAsync(HttpClient client, JsonElement half, string dataset)
    {
        var of = $"/api/v1/evaluations/{half.Id()}";
        var classes = (await client.GetFromJsonAsync<JsonElement>($"{of}/classes")).GetProperty("items");
        var bins = (await client.GetFromJsonAsync<JsonElement>($"{of}/reliability")).GetProperty("bins");
        var groups = (await client.GetFromJsonAsync<JsonElement>($"{of}/subgroups?group=all:0-3")).GetProperty("byClass");
        var counts = (await client.GetFromJsonAsync<JsonElement>($"{of}/label-counts")).GetProperty("items");
        var shared = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/audits/shared-mistakes?dataset={dataset}")).GetProperty("pairs");

        foreach (var line in classes.EnumerateArray())
        {
            Ends(line.GetProperty("recall")).ShouldBe(Of(1, 2));
            line.GetProperty("auroc").GetProperty("ciLow").ValueKind.ShouldBe(JsonValueKind.Null);
        }
        var full = bins.EnumerateArray().Single(bin => bin.GetProperty("count").GetInt32() > 0);
        Ends(full).ShouldBe(Of(2, 4));
        Ends(groups[0]).ShouldBe(Of(2, 4));
        Ends(counts[0]).ShouldBe(Of(2, 4));
        // One errs on two pictures, another on these and one more.
        Ends(shared[0]).ShouldBe(Of(2, 3));
        shared[0].GetProperty("log10PValue").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.GetStringAsync($"/shared-mistakes?dataset={dataset}")).ShouldContain("several images are of one picture");

        static (double, double) Ends(JsonElement number) =>
            (Math.Round(number.GetProperty("ciLow").GetDouble(), 9), Math.Round(number.GetProperty("ciHigh").GetDouble(), 9));

        static (double, double) Of(int hits, int n)
        {
            var interval = WilsonInterval.Of(hits, n);
            return (Math.Round(interval.Low, 9), Math.Round(interval.High, 9));
        }
    }

    static IEnumerable<string> Images() =>
        from corruption in (string[])["fog", "snow"]
        from level in (string[])["1", "2"]
        from picture in Pictures
        select $"{corruption}/{level}/{picture}.png";

    static float[] Row(string path, bool right) => MadeEvaluations.Row(path.Contains("/ant/") == right ? "0123" : "1023");

    /// <summary>Rows of one sum are taken for no logits without a word.</summary>
    static Task<JsonElement> LogitsAsync(HttpClient client, JsonElement dataset, float[][] rows) =>
        client.SubmitAsync(dataset, rows, new { outputKind = "logits" });
}
