using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Robustness;
using SkiaSharp;

namespace Bench.Tests.Api.Robustness;

/// <summary>A copy of ImageNet-C in the small: two pictures under the 15 corruptions, one extra, five severities.</summary>
public sealed class CorruptionAnswerTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Corruptions = [.. CorruptionSummary.Averaged, "spatter"];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_tree_and_its_clean_pictures_give_mce_relative_mce_and_the_curve(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        Draw(app, "tree", Corruptions);
        var clean = await client.ListAsync(app, "originals", "picture", ["ant", "bee"]);
        var tree = await client.RegisterAsync(app, "tree", "imagenet-c", "tree", new { clean = "originals" });

        // The ant is always right but under fog; the bee is wrong from severity 4 on.
        var evaluation = await client.SubmitAsync(tree, Rows(Corruptions));
        var waiting = await client.MissingAsync(evaluation);
        await client.SubmitAsync(clean, [MadeEvaluations.Row("0123"), MadeEvaluations.Row("0123")], new { modelId = evaluation.Model() });
        var scores = await client.ScoresWithAsync(evaluation, "relative-mce");
        var curve = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/corruptions");

        waiting["relative-mce"].ShouldContain("no completed evaluation of this model over 'originals'");
        waiting["conformal-lac-coverage-under-shift"].ShouldContain("no completed evaluation of this model over 'originals'");
        (await client.MissingAsync(evaluation))["conformal-lac-coverage-under-shift"].ShouldContain("all logits must be stored");
        scores.Value("error-fog").ShouldBe(0.7, 1e-12);
        scores.Value("error-spatter").ShouldBe(0.2, 1e-12);
        scores.Value("ce-snow").ShouldBe(0.2 / 0.867, 1e-12);
        // Σ 1/AlexNet over the other 14 times 0.2, and 0.7/0.819, over 15.
        scores
            .Value("mce")
            .ShouldBe(CorruptionSummary.Averaged.Sum(name => (name == "fog" ? 0.7 : 0.2) / AlexNetErrors.Mean[name]) / 15, 1e-12);
        // Half of the clean pictures are wrong.
        scores
            .Value("relative-mce")
            .ShouldBe(
                CorruptionSummary.Averaged.Sum(name => ((name == "fog" ? 0.7 : 0.2) - 0.5) / (AlexNetErrors.Mean[name] - 0.4348)) / 15,
                1e-12
            );
        (
            scores["mce"].GetProperty("ciLow").GetDouble() <= scores.Value("mce")
            && scores.Value("mce") <= scores["mce"].GetProperty("ciHigh").GetDouble()
        ).ShouldBeTrue();
        curve.GetProperty("cleanError").GetDouble().ShouldBe(0.5);
        var lines = curve.GetProperty("corruptions").EnumerateArray().ToArray();
        lines.Select(line => line.GetProperty("corruption").GetString()).ShouldBe(Corruptions);
        lines[9]
            .GetProperty("points")
            .EnumerateArray()
            .Select(point => point.GetProperty("error").GetDouble())
            .ShouldBe([0.5, 0.5, 0.5, 1, 1]);
        var page = await client.GetStringAsync($"/evaluations/{evaluation.Id()}");
        page.ShouldContain("Error by severity: Weather");
        page.ShouldContain("spatter (not in mCE)");
        lines[15].GetProperty("averaged").GetBoolean().ShouldBeFalse();
        lines[15].GetProperty("alexNetError").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_tree_of_some_pictures_is_compared_with_their_originals_not_with_every_clean_picture()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        Draw(app, "some", Corruptions);
        var clean = await client.ListAsync(app, "many", "picture", ["ant", "bee", "cat", "dog", "ant", "bee"]);
        var tree = await client.RegisterAsync(app, "some", "imagenet-c", "some", new { clean = "many" });

        var evaluation = await client.SubmitAsync(tree, Rows(Corruptions));
        // The originals of the tree are right, the other four wrong.
        await client.SubmitAsync(
            clean,
            [.. ((string[])["0123", "1023", "0123", "0123", "1023", "0123"]).Select(MadeEvaluations.Row)],
            new { modelId = evaluation.Model() }
        );
        var scores = await client.ScoresWithAsync(evaluation, "relative-mce");
        var curve = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/corruptions");

        (scores.Value("clean-top1"), scores["clean-top1"].GetProperty("n").GetInt32()).ShouldBe((1, 2));
        scores
            .Value("relative-mce")
            .ShouldBe(
                CorruptionSummary.Averaged.Sum(name => (name == "fog" ? 0.7 : 0.2) / (AlexNetErrors.Mean[name] - 0.4348)) / 15,
                1e-12
            );
        curve.GetProperty("cleanError").GetDouble().ShouldBe(0);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_part_of_a_tree_says_what_is_missing_and_another_dataset_has_no_curve(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        Draw(app, "part", ["fog", "contrast"]);
        var tree = await client.RegisterAsync(app, "part", "imagenet-c", "part");
        var flat = await client.ListAsync(app, "flat", "flat", ["ant", "bee"]);

        var evaluation = await client.SubmitAsync(tree, Rows(["contrast", "fog"]));
        var other = await client.SubmitAsync(flat, [MadeEvaluations.Row("0123"), MadeEvaluations.Row("0123")]);
        var missing = await client.MissingAsync(evaluation);

        missing["mce"]
            .ShouldBe(
                "needs the 15 corruptions at severities 1 to 5; missing are gaussian_noise, shot_noise, impulse_noise, "
                    + "defocus_blur, glass_blur, motion_blur, zoom_blur, snow, frost, brightness and 3 more"
            );
        missing["relative-ce-fog"]
            .ShouldBe("there is no clean dataset over the same classes to compare with; the operator can register one");
        evaluation.Score("original", "ce-contrast").GetProperty("value").GetDouble().ShouldBe(0.2 / 0.853, 1e-12);
        using var refused = await client.GetAsync($"/api/v1/evaluations/{other.Id()}/corruptions");
        await refused.ShouldBeProblemAsync(409, "corruptions-missing");
    }

    [Fact]
    public async Task A_model_run_over_a_tree_keeps_the_head_of_its_predictions_alone()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        Draw(app, "run", ["fog"]);
        await client.RegisterAsync(app, "run", "imagenet-c", "run");
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "runner", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(4, seed: 901))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "run" } });
        var id = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        var evaluation = await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        using var npz = new System.IO.Compression.ZipArchive(await client.GetStreamAsync($"/api/v1/evaluations/{id}/predictions"));
        npz.Entries.Select(entry => entry.Name)
            .ShouldBe(["meta.json", "topk_class.npy", "topk_logit.npy", "logsumexp.npy"], ignoreOrder: true);
        evaluation.GetProperty("record").GetProperty("geometry").GetString()!.ShouldNotContain("resize", Case.Insensitive);
    }

    /// <summary>In the order of the dataset: corruption, severity, then ant before bee.</summary>
    static float[][] Rows(string[] corruptions) =>
        [
            .. from corruption in corruptions.Order(StringComparer.Ordinal)
            from severity in Enumerable.Range(1, 5)
            from picture in (string[])["ant", "bee"]
            let right = picture == "ant" ? corruption != "fog" : severity < 4
            select MadeEvaluations.Row(right ? (picture == "ant" ? "0123" : "1023") : "2013"),
        ];

    internal static void Draw(BenchApp app, string name, string[] corruptions)
    {
        using var bitmap = new SKBitmap(8, 8);
        byte shade = 0;
        foreach (var corruption in corruptions)
            for (var severity = 1; severity <= 5; severity++)
                foreach (var (folder, file) in ((string, string)[])[("ant", "picture00.png"), ("bee", "picture01.png")])
                {
                    var path = Directory
                        .CreateDirectory(Path.Combine(app.DatasetsRoot, name, corruption, MadeEvaluations.Severity(severity), folder))
                        .FullName;
                    // A model whose answers are all the same is refused.
                    bitmap.Erase(new SKColor(shade += 20, 90, (byte)(255 - shade)));
                    using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                    File.WriteAllBytes(Path.Combine(path, file), png.ToArray());
                }
    }
}
