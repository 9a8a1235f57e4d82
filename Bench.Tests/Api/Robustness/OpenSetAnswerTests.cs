using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Api.Robustness;

/// <summary>A copy of imagenet-o in the small: pictures of no class, next to four known ones.</summary>
public sealed class OpenSetAnswerTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>Best logits 5, 4, 3, 2; the third image is wrong.</summary>
    static readonly float[][] Known =
    [
        [5, 0, 0, 0],
        [0, 4, 0, 0],
        [0, 0, 0, 3],
        [0, 0, 0, 2],
    ];

    /// <summary>Best logits 1, 2, 6.</summary>
    static readonly float[][] Strange =
    [
        [1, 0, 0, 0],
        [0, 2, 0, 0],
        [6, 0, 0, 0],
    ];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Unknown_images_are_told_from_known_ones_by_hand(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var known = await client.ListAsync(app, "known", "known", ["ant", "bee", "cat", "dog"]);
        var strange = await client.ListAsync(
            app,
            "strange",
            "strange",
            ["fungus", "ant", "moss"],
            new { clean = "known", outOfDistribution = true }
        );

        var evaluation = await client.SubmitAsync(strange, Strange);
        var waiting = await client.MissingAsync(evaluation);
        await client.SubmitAsync(known, Known, new { modelId = evaluation.Model() });
        var scores = await client.ScoresWithAsync(evaluation, "auroc-max-logit");

        strange.GetProperty("outOfDistribution").GetBoolean().ShouldBeTrue();
        waiting["oscr-energy"].ShouldContain("no completed evaluation of this model over 'known'");
        waiting["top1"].ShouldBe("no image is used under this label set");
        // Strangeness is −logit. 1 is stranger than all four, 2 than three and ties with one, 6 than none: 7.5 of 12 pairs; the order of
        // every score is the same here.
        foreach (var score in new[] { "auroc", "auroc-max-logit", "auroc-energy" })
            scores.Value(score).ShouldBe(7.5 / 12, 1e-12);
        // Right known images are 5, 4 and 2: 1 beats all three, 2 beats two and ties with one: 5.5 of 12.
        scores.Value("oscr").ShouldBe(5.5 / 12, 1e-12);
        // Order 1 | 2 2 | 3 4 5 | 6: the strange are all found only at the very end, when every known image has passed.
        scores.Value("fpr95").ShouldBe(1);
        // Precision at the strange ones: 1/1, 2/3, 3/7.
        scores.Value("aupr-out").ShouldBe((1 + 2.0 / 3 + 3.0 / 7) / 3, 1e-12);
        // From the other end, known as positive: 6 | 5 4 3 | 2 2: precisions 1/2, 2/3, 3/4, and 4/6 for the tied one.
        scores.Value("aupr-in").ShouldBe((1.0 / 2 + 2.0 / 3 + 3.0 / 4 + 4.0 / 6) / 4, 1e-12);
        scores["auroc"].GetProperty("ciLow").GetDouble().ShouldBeLessThan(7.5 / 12);
        scores.ShouldNotContainKey("top1");
        scores.ShouldNotContainKey("auroc-all-classes");
        // The other convention: 95 % of the known images are accepted only when all are, and so are two of the three strange ones, that of
        // 6 and that of 2.
        scores.Value("fpr95-id").ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public async Task Of_unknown_images_no_accuracy_is_offered()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var known = await client.ListAsync(app, "offered", "offered", ["ant", "bee", "cat", "dog"]);
        var strange = await client.ListAsync(
            app,
            "unknown",
            "unknown",
            ["fungus", "ant", "moss"],
            new { clean = "offered", outOfDistribution = true }
        );
        var evaluation = await client.SubmitAsync(strange, Strange);
        await client.SubmitAsync(known, Known, new { modelId = evaluation.Model() });
        await client.ScoresWithAsync(evaluation, "auroc");

        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=unknown");
        var page = await client.GetStringAsync("/?dataset=offered");
        var unknown = await client.GetStringAsync("/?dataset=unknown");
        var scatter = await client.GetStringAsync("/scatter?dataset=offered");

        board.GetProperty("metric").GetString().ShouldBe("auroc");
        board.GetProperty("rows")[0].GetProperty("value").GetDouble().ShouldBe(7.5 / 12, 1e-12);
        page.ShouldContain("AUROC, unknown, original");
        scatter.ShouldContain("unknown:original:auroc");
        foreach (var text in new[] { page, scatter })
            text.ShouldNotContain("unknown:original:top1");
        unknown.ShouldContain("fpr95-id");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Under_a_mask_the_known_images_are_those_of_its_classes_and_a_head_alone_keeps_the_numbers_over_all(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var known = await client.ListAsync(app, "all-known", "all-known", ["ant", "bee", "cat", "dog"]);
        var strange = await client.ListAsync(
            app,
            "masked-strange",
            "masked-strange",
            ["ant", "bee", "ant"],
            new
            {
                clean = "all-known",
                outOfDistribution = true,
                masked = true,
            }
        );

        var full = await client.SubmitAsync(known, Known);
        var evaluation = await client.SubmitAsync(strange, Strange, new { modelId = full.Model() });
        var scores = await client.ScoresWithAsync(evaluation, "auroc-max-logit");
        var head = await client.SubmitAsync(known, Known, headSize: 2, content: PredictionContent.Head);
        var headOnly = await client.SubmitAsync(
            strange,
            Strange,
            new { modelId = head.Model() },
            headSize: 2,
            content: PredictionContent.Head
        );
        var kept = await client.ScoresWithAsync(headOnly, "auroc-energy-all-classes");

        // Known images of ant and bee: logits 5 and 4, against 1, 2 and 6: 4 of 6 pairs, in either space.
        scores.Value("auroc-max-logit").ShouldBe(4.0 / 6, 1e-12);
        scores.Value("auroc-max-logit-all-classes").ShouldBe(4.0 / 6, 1e-12);
        kept.Value("auroc-max-logit-all-classes").ShouldBe(4.0 / 6, 1e-12);
        kept.ShouldNotContainKey("auroc-max-logit");
        (await client.MissingAsync(headOnly))["auroc-max-logit"].ShouldNotBeEmpty();
    }
}
