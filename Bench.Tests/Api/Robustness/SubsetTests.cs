using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Api.Robustness;

/// <summary>A copy of imagenet-a in the small: two of four classes, next to a clean dataset of all four.</summary>
public sealed partial class SubsetTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Clean = ["ant", "bee", "cat", "dog", "ant", "bee", "cat", "dog"];
    static readonly string[] Subset = ["bee", "bee", "dog", "dog"];

    /// <summary>Of the subset's images (1, 3, 5, 7) two are right among all classes, and one more among bee and dog alone.</summary>
    static readonly float[][] CleanRows =
    [
        Row("0123"),
        Row("1023"),
        Row("2013"),
        Row("0321"),
        Row("0123"),
        Row("1203"),
        Row("2013"),
        Row("1302"),
    ];

    /// <summary>One right among all classes, three among bee and dog alone.</summary>
    static readonly float[][] SubsetRows = [Row("1023"), Row("0213"), Row("2130"), Row("2031")];

    static float[] Row(string order) => MadeEvaluations.Row(order);

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Clean_accuracy_over_the_same_classes_comes_whichever_evaluation_is_last(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "clean", "clean", Clean);
        var subset = await client.ListAsync(app, "subset", "other", Subset, new { clean = "clean", masked = true });

        var first = await client.SubmitAsync(subset, SubsetRows);
        var waiting = await client.MissingAsync(first);
        await client.SubmitAsync(clean, CleanRows, new { modelId = first.Model() });
        var rescored = await client.ScoresWithAsync(first, "clean-top1");
        var before = await client.SubmitAsync(clean, CleanRows);
        var last = await client.SubmitAsync(subset, SubsetRows, new { modelId = before.Model() });
        var atOnce = await client.ScoresWithAsync(last, "clean-top1");

        subset.GetProperty("clean").GetString().ShouldBe("clean");
        subset.GetProperty("classCount").GetInt32().ShouldBe(2);
        waiting["clean-top1"]
            .ShouldBe(
                "there is no completed evaluation of this model over 'clean' with the same preprocessing; it is computed when there is one"
            );
        foreach (var scores in new[] { rescored, atOnce })
        {
            scores.Value("top1").ShouldBe(0.75);
            scores.Value("top1-all-classes").ShouldBe(0.25);
            scores.Value("clean-top1").ShouldBe(0.75);
            scores["clean-top1"].GetProperty("n").GetInt32().ShouldBe(4);
            scores.Value("accuracy-drop").ShouldBe(0);
            scores["accuracy-drop"].GetProperty("ciLow").GetDouble().ShouldBeLessThan(0);
        }
        (await client.MissingAsync(first)).ShouldNotContainKey("clean-top1");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_an_oracle_says_is_over_the_same_classes_on_both_sides(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "judged-clean", "clean", Clean);
        var subset = await client.ListAsync(app, "judged", "other", Subset, new { clean = "judged-clean", masked = true });
        var oracle = await client.SubmitAsync(clean, [.. Clean.Select(Right)]);
        await client.ScoresWithAsync(
            await client.SubmitAsync(subset, [.. Subset.Select(Right)], new { modelId = oracle.Model() }),
            "clean-top1"
        );
        var model = await client.SubmitAsync(clean, CleanRows);
        await client.ScoresWithAsync(await client.SubmitAsync(subset, SubsetRows, new { modelId = model.Model() }), "clean-top1");

        var board = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/leaderboard/oracle-relative?dataset=judged&oracle={oracle.Model()}"
        );

        var row = board.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("modelId").GetString() == model.Model());
        // Three of four on either side among bee and dog; among all four classes the clean one would be five of eight.
        (row.GetProperty("perturbedImages").GetInt32(), row.GetProperty("cleanImages").GetInt32()).ShouldBe((4, 4));
        (row.GetProperty("perturbed").GetDouble(), row.GetProperty("clean").GetDouble(), row.GetProperty("ratio").GetDouble()).ShouldBe(
            (0.75, 0.75, 1)
        );

        static float[] Right(string label) =>
            Row(
                label switch
                {
                    "ant" => "0123",
                    "bee" => "1023",
                    "cat" => "2013",
                    _ => "3012",
                }
            );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Whoever_has_the_board_hears_of_every_scoring_and_of_one_made_again_because_of_another_dataset(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "heard-clean", "clean", Clean);
        var subset = await client.ListAsync(app, "heard", "other", Subset, new { clean = "heard-clean", masked = true });
        const string Board = "/api/v1/leaderboard?dataset=heard&columns=clean-top1";

        var empty = await client.GetAsync(Board);
        var first = await client.SubmitAsync(subset, SubsetRows);
        var one = await ReadAsync(empty);
        await client.SubmitAsync(subset, SubsetRows);
        var two = await ReadAsync(one);
        await client.SubmitAsync(clean, CleanRows, new { modelId = first.Model() });
        await client.ScoresWithAsync(first, "clean-top1");
        var beside = await ReadAsync(two);

        (await RowsAsync(one)).ShouldBe([null]);
        (await RowsAsync(two)).ShouldBe([null, null]);
        (await RowsAsync(beside)).Order().ShouldBe([null, 0.75]);

        async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage known) =>
            await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Board) { Headers = { IfNoneMatch = { known.Headers.ETag! } } });

        static async Task<IEnumerable<double?>> RowsAsync(HttpResponseMessage board)
        {
            var cells = (await board.JsonAsync(HttpStatusCode.OK))
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row => row.GetProperty("columns").GetProperty("clean-top1"));
            return cells.Select(cell => cell.ValueKind == JsonValueKind.Null ? (double?)null : cell.GetProperty("value").GetDouble());
        }
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_two_evaluations_that_finish_at_the_same_time_neither_misses_the_other(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "race-clean", "clean", Clean);
        var subset = await client.ListAsync(app, "race", "other", Subset, new { clean = "race-clean", masked = true });
        var models = new List<string>();
        // At first two of the subset's four are right: who misses what comes next says 0.5.
        for (var i = 0; i < 8; i++)
            models.Add((await client.SubmitAsync(clean, [.. Enumerable.Repeat(Row("0123"), 8)])).Model());

        var shifted = await Task.WhenAll(
            models.Select(async model =>
                (
                    await Task.WhenAll(
                        client.SubmitAsync(subset, SubsetRows, new { modelId = model }),
                        client.SubmitAsync(clean, CleanRows, new { modelId = model })
                    )
                )[0]
            )
        );

        foreach (var evaluation in shifted)
            await client.UntilAsync(
                $"/api/v1/evaluations/{evaluation.Id()}/scores?labelSet=original",
                scores =>
                    scores
                        .GetProperty("items")
                        .EnumerateArray()
                        .Any(score =>
                            score.GetProperty("metric").GetString() == "clean-top1" && score.GetProperty("value").GetDouble() == 0.75
                        )
            );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_ranking_that_names_none_of_the_classes_has_a_reason_for_every_masked_number_and_keeps_the_others(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var subset = await client.ListAsync(app, "ranked", "ranked", Subset, new { masked = true });

        var evaluation = await client.SubmitAsync(subset, SubsetRows, headSize: 1, content: PredictionContent.Ranks);
        var missing = await client.MissingAsync(evaluation);

        missing["top1"]
            .ShouldBe("needs every logit: 3 images have none of the dataset's 2 classes among the 1 best that these predictions carry");
        evaluation.Score("original", "top1-all-classes").GetProperty("value").GetDouble().ShouldBe(0.25);
        using var mistakes = await client.GetAsync($"/api/v1/evaluations/{evaluation.Id()}/mistakes");
        await mistakes.ShouldBeProblemAsync(409, "predictions-too-few");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_is_measured_beside_its_parent_whichever_comes_last(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var dataset = await client.ListAsync(app, "family", "family", ["ant", "bee", "cat", "dog"]);
        var parent = await client.SubmitAsync(dataset, [Row("0123"), Row("1023"), Row("2013"), Row("0321")]);

        // Same class on images 0 and 3; lost on image 1 (right, now wrong); image 2 stays right; image 3 stays wrong.
        var child = await client.SubmitAsync(
            dataset,
            [Row("0123"), Row("0123"), Row("2013"), Row("0321")],
            new { parentModelId = parent.Model() }
        );
        var scores = await client.ScoresWithAsync(child, "parent-flips");
        var changes = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{child.Id()}/parent"))
            .GetProperty("changes")
            .EnumerateArray()
            .ToDictionary(change => change.GetProperty("metric").GetString()!);

        (
            scores.Value("parent-agreement"),
            scores.Value("parent-flips"),
            scores.Value("parent-negative-flips"),
            scores.Value("parent-positive-flips")
        ).ShouldBe((0.75, 0.25, 0.25, 0));
        changes["top1"].GetProperty("change").GetDouble().ShouldBe(-0.25);
        changes["top1"].GetProperty("better").GetBoolean().ShouldBeFalse();

        // The parent is submitted again, saying what the child says: the child's numbers follow.
        await client.SubmitAsync(dataset, [Row("0123"), Row("0123"), Row("2013"), Row("0321")], new { modelId = parent.Model() });
        var followed = await client.UntilAsync(
            $"/api/v1/evaluations/{child.Id()}",
            answer => answer.Score("original", "parent-agreement").GetProperty("value").GetDouble() == 1
        );
        followed.Score("original", "parent-flips").GetProperty("value").GetDouble().ShouldBe(0);

        using var orphan = await client.GetAsync($"/api/v1/evaluations/{parent.Id()}/parent");
        await orphan.ShouldBeProblemAsync(409, "parent-missing");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Mistakes_have_a_severity_once_an_is_a_file_is_registered(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var dataset = await client.ListAsync(app, "severe", "severe", ["ant", "bee", "cat", "dog"]);
        // An ant called bee (both insects, height 1) and a cat called ant (both animals, height 2).
        var evaluation = await client.SubmitAsync(dataset, [Row("1023"), Row("1023"), Row("0213"), Row("3012")]);
        var without = await client.MissingAsync(evaluation);

        using var form = new MultipartFormDataContent
        {
            {
                new ByteArrayContent("insect ant\ninsect bee\nmammal cat\nmammal dog\nanimal insect\nanimal mammal\n"u8.ToArray()),
                "file",
                "is_a.txt"
            },
            { new StringContent("a test"), "source" },
        };
        using var registered = await client.PostAsync("/api/v1/hierarchies", form);
        var scores = await client.ScoresWithAsync(evaluation, "hierarchical-distance");

        without["hierarchical-distance"].ShouldContain("the operator can register a file");
        (await registered.JsonAsync(HttpStatusCode.Created)).GetProperty("relations").GetInt32().ShouldBe(6);
        scores.Value("hierarchical-distance").ShouldBe(1.5);
        scores.Value("hierarchical-distance-all").ShouldBe(0.75);
        using var wrong = new MultipartFormDataContent
        {
            { new ByteArrayContent("just words here and there\n"u8.ToArray()), "file", "is_a.txt" },
        };
        using var refused = await client.PostAsync("/api/v1/hierarchies", wrong);
        await refused.ShouldBeProblemAsync(422, "hierarchy-invalid");
    }

    [Fact]
    public async Task What_a_known_variant_says_itself_is_not_asked_of_the_operator()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var masked = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "r",
                variant = "imagenet-r",
                layout = "imagefolder",
                path = "r",
                masked = true,
            }
        );
        using var clean = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "r",
                variant = "custom",
                layout = "csv",
                path = ".",
                clean = "nothing-there",
            }
        );

        await masked.ShouldBeProblemAsync(422, "dataset-invalid");
        (clean.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity).ShouldBeTrue(clean.StatusCode.ToString());
    }
}
