using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Statistics;
using Bench.Metrics.Suites;
using Bench.Tests.Api.Robustness;

namespace Bench.Tests.Api.Suites;

/// <summary>A suite over small datasets of four classes and predictions made by the row, each number worked out by hand.</summary>
public sealed class SuiteTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Labels = ["ant", "bee", "cat", "dog", "ant", "bee", "cat", "dog", "ant", "bee"];

    /// <summary>Images right on clean, first and second shifted set, of ten; the logit of strange images of each set.</summary>
    static readonly (string Name, int Clean, int First, int? Second, float Near, float Far)[] Models =
    [
        ("strong", 9, 7, 5, 3.5f, 1),
        ("weak", 6, 5, 2, 6, 3.5f),
        ("partial", 8, 9, null, 3.5f, 1),
    ];

    static object Suite(string title) =>
        new
        {
            key = "small",
            title,
            members = new object[]
            {
                new { dataset = "s-clean", metrics = new[] { "top1" } },
                new
                {
                    dataset = "s-first",
                    group = "shifted",
                    metrics = new[] { "top1", "accuracy-drop", "effective-robustness", "oracle-relative" },
                },
                new
                {
                    dataset = "s-second",
                    group = "shifted",
                    metrics = new[] { "top1" },
                },
                new
                {
                    dataset = "s-near",
                    group = "near",
                    metrics = new[] { "auroc", "auroc-full-spectrum" },
                },
                new
                {
                    dataset = "s-far",
                    group = "far",
                    metrics = new[] { "auroc", "fpr95-full-spectrum" },
                },
                new
                {
                    dataset = "s-first",
                    labelSet = "shapes",
                    metrics = new[] { "shape-bias" },
                },
                new { dataset = "s-absent", metrics = new[] { "top1" } },
            },
            inDistribution = new[] { "s-first" },
            headline = new
            {
                title = "Mean shifted top-1",
                metric = "top1",
                group = "shifted",
            },
            also = new object[]
            {
                new
                {
                    title = "Near and far AUROC",
                    metric = "auroc",
                    rule = "mean-of-groups",
                },
                new
                {
                    title = "Top-1 wherever there is one",
                    metric = "top1",
                    atLeast = 2,
                },
            },
        };

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_report_gathers_every_number_and_says_which_are_missing(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var ids = await SeedAsync(app, client);
        using var created = await client.PostAsJsonAsync("/api/v1/suites", Suite("Small"));
        var suite = await created.JsonAsync(HttpStatusCode.Created);
        suite.GetProperty("version").GetInt32().ShouldBe(1);

        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/suites/small/board");
        var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/suites/small/models/{ids["strong"]}");

        // Each set has ten images: 0.7 and 0.5, Wilson's ends, independent.
        var mean = MemberMean.Of([new(0.7, WilsonInterval.Of(7, 10)), new(0.5, WilsonInterval.Of(5, 10))]);
        var headline = report.GetProperty("headline");
        headline.GetProperty("value").GetDouble().ShouldBe(0.6, 1e-12);
        headline.GetProperty("ciLow").GetDouble().ShouldBe(mean.Interval.Low, 1e-12);
        headline.GetProperty("ciHigh").GetDouble().ShouldBe(mean.Interval.High, 1e-12);
        (report.GetProperty("rank").GetInt32(), report.GetProperty("models").GetInt32()).ShouldBe((1, 2));
        report.GetProperty("coverage").GetString().ShouldBe("partial: 6 of 7 sets");
        // Near: the four clean images' best logit is 4, all stranger ones are at 3.5. Far the same.
        report.GetProperty("also")[0].GetProperty("value").GetDouble().ShouldBe(1);
        // Over clean, first and second, without the absent one: said with its number of sets.
        var wherever = report.GetProperty("also")[1];
        wherever.GetProperty("value").GetDouble().ShouldBe((0.9 + 0.7 + 0.5) / 3, 1e-12);
        (wherever.GetProperty("members").GetInt32(), wherever.GetProperty("of").GetInt32()).ShouldBe((3, 4));
        wherever.GetProperty("missing")[0].GetString().ShouldBe("s-absent");
        var first = Numbers(report, "s-first");
        first["accuracy-drop"].GetProperty("value").GetDouble().ShouldBe(0.2, 1e-12);
        first["oracle-relative"].GetProperty("reason").GetString()!.ShouldContain("No oracle is designated");
        Reason(report, "s-absent", "top1").ShouldBe("There is no dataset 's-absent' here.");
        // Shapes are right on 7 images, textures on the 3 that are called something else.
        Numbers(report, "s-first:shapes")["shape-bias"].GetProperty("value").GetDouble().ShouldBe(0.7, 1e-12);
        // 20 in-distribution images have −ln max softmax of the row (4, 3, 2, 1); the strange ones of the near set are stranger.
        Numbers(report, "s-near")["auroc-full-spectrum"].GetProperty("value").GetDouble().ShouldBe(1);
        Numbers(report, "s-near")["auroc-full-spectrum"].GetProperty("n").GetInt32().ShouldBe(20 + 3);
        Numbers(report, "s-far")["fpr95-full-spectrum"].GetProperty("value").GetDouble().ShouldBe(0);

        var rows = board.GetProperty("rows").EnumerateArray().ToList();
        rows.ConvertAll(row => row.GetProperty("model").GetString()).ShouldBe(["strong", "weak", "partial"]);
        // A better mean over one of two sets is no headline and has no rank.
        rows[2].GetProperty("rank").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[2].GetProperty("headline").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[2].GetProperty("headline").GetProperty("missing")[0].GetString().ShouldBe("s-second");
        rows[1].GetProperty("cells").GetProperty("s-second/top1").GetProperty("value").GetDouble().ShouldBe(0.2);
        var partial = await client.GetFromJsonAsync<JsonElement>($"/api/v1/suites/small/models/{ids["partial"]}");
        Reason(partial, "s-second", "top1").ShouldBe("the model was not evaluated over 's-second'");

        await LooksAsync(client, ids["strong"]);
        await NextVersionAsync(app, client, ids["strong"]);
    }

    [Fact]
    public async Task What_is_no_suite_is_refused_field_by_field()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var request = new
        {
            key = "bad",
            title = "Bad",
            members = new[] { new { dataset = "x", metrics = new[] { "luck" } } },
            headline = new { title = "Luck", metric = "fortune" },
        };

        using var refused = await client.PostAsJsonAsync("/api/v1/suites", request);
        using var declared = await client.PostAsJsonAsync(
            "/api/v1/suites",
            request with
            {
                key = "label-truth",
                members = new[] { new { dataset = "x", metrics = new[] { "top1" } } },
                headline = new { title = "T", metric = "top1" },
            }
        );
        using var unknown = await client.GetAsync("/api/v1/suites/none/board");
        using var version = await client.GetAsync("/api/v1/suites/label-truth?version=9");
        using var nobody = await client.PostAsJsonAsync("/api/v1/suites/label-truth/runs", new { modelId = Guid.CreateVersion7() });

        var problem = await refused.ShouldBeProblemAsync(422, "suite-invalid");
        problem.GetProperty("errors").GetProperty("members[0].metrics")[0].GetString()!.ShouldContain("luck");
        problem.GetProperty("errors").GetProperty("headline.metric")[0].GetString()!.ShouldContain("fortune");
        await declared.ShouldBeProblemAsync(409, "suite-declared");
        await unknown.ShouldBeProblemAsync(404, "suite-not-found");
        await version.ShouldBeProblemAsync(404, "suite-version-not-found");
        await nobody.ShouldBeProblemAsync(404, "model-not-found");
        (await client.GetStringAsync("/suites")).ShouldContain("ImageNet robustness");
        (await client.GetStringAsync("/suites/imagenet-robustness")).ShouldContain("0 of 7 sets are here");
        using var page = await client.GetAsync("/suites/none");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task LooksAsync(HttpClient client, string model)
    {
        var csv = await client.GetStringAsync("/api/v1/suites/small/board.csv");
        var reported = await client.GetStringAsync($"/api/v1/suites/small/models/{model}/report.csv");
        var page = await client.GetStringAsync("/suites/small");
        var report = await client.GetStringAsync($"/suites/small/models/{model}");
        var card = await client.GetStringAsync($"/api/v1/models/{model}/card.md");

        using var column = await client.GetAsync("/api/v1/leaderboard?dataset=s-first&metric=shape-bias");
        await column.ShouldBeProblemAsync(400, "metric-needs-suite");
        csv.Split("\r\n").Length.ShouldBe(1 + 3 + 1);
        csv.ShouldContain("s-near/auroc-full-spectrum ci_low");
        reported.ShouldContain("small version 1: Mean shifted top-1,,,,top1,0.6,");
        page.ShouldContain("6 of 7 sets are here");
        page.ShouldContain("s-absent");
        page.ShouldContain("60.00<span");
        page.ShouldContain("1 of 2");
        report.ShouldContain("rank 1 of 2");
        report.ShouldContain("There is no dataset &#x27;s-absent&#x27; here.");
        card.ShouldContain("## Small (suite `small`, version 1), partial: 6 of 7 sets");
        card.ShouldContain("| Mean shifted top-1 | 60.00 % |");
    }

    static async Task NextVersionAsync(BenchApp app, HttpClient client, string model)
    {
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        using var same = await client.PostAsJsonAsync("/api/v1/suites", Suite("Small"));
        using var stranger = await other.PostAsJsonAsync("/api/v1/suites", Suite("Mine now"));
        using var next = await client.PostAsJsonAsync("/api/v1/suites", Suite("Small, renamed"));
        var old = await client.GetFromJsonAsync<JsonElement>($"/api/v1/suites/small/models/{model}?version=1");

        (await same.JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32().ShouldBe(1);
        await stranger.ShouldBeProblemAsync(403, "not-owner");
        (await next.JsonAsync(HttpStatusCode.Created)).GetProperty("versions").GetArrayLength().ShouldBe(2);
        old.GetProperty("title").GetString().ShouldBe("Small");
        (await client.GetStringAsync("/suites/small")).ShouldContain("Small, renamed");
    }

    /// <summary>Datasets, label sets and predictions; ids of the models by name.</summary>
    static async Task<Dictionary<string, string>> SeedAsync(BenchApp app, HttpClient client)
    {
        var clean = await client.ListAsync(app, "s-clean", "c", Labels);
        var first = await client.ListAsync(app, "s-first", "f", Labels, new { clean = "s-clean" });
        var second = await client.ListAsync(app, "s-second", "g", Labels, new { clean = "s-clean" });
        var near = await client.ListAsync(app, "s-near", "n", ["x", "y", "z"], new { clean = "s-clean", outOfDistribution = true });
        var far = await client.ListAsync(app, "s-far", "o", ["x", "y", "z"], new { clean = "s-clean", outOfDistribution = true });
        // Shapes are the labels; textures the class that a wrong answer names.
        await LabelsAsync(client, "shapes", label => label);
        await LabelsAsync(client, "texture", label => (label + 1) % 4);
        var ids = new Dictionary<string, string>();
        foreach (var model in Models)
        {
            var one = await client.SubmitAsync(clean, Rows(model.Clean), new { name = model.Name });
            ids[model.Name] = one.Model();
            var more = new { name = model.Name, modelId = one.Model() };
            var shifted = await client.SubmitAsync(first, Rows(model.First), more);
            if (model.Second is { } right)
                await client.SubmitAsync(second, Rows(right), more);
            var strange = await client.SubmitAsync(near, Strange(model.Near), more);
            var stranger = await client.SubmitAsync(far, Strange(model.Far), more);
            await client.ScoresWithAsync(shifted, "accuracy-drop");
            await client.ScoresWithAsync(strange, "auroc");
            await client.ScoresWithAsync(stranger, "auroc");
        }
        return ids;
    }

    static async Task LabelsAsync(HttpClient client, string key, Func<int, int> of)
    {
        var lines = Labels.Select((label, i) => $"f{i:00}.jpg,{of(Array.IndexOf(["ant", "bee", "cat", "dog"], label))}");
        using var response = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                JsonSerializer.Serialize(
                    new
                    {
                        dataset = "s-first",
                        key,
                        format = "csv",
                    }
                ),
                System.Text.Encoding.UTF8.GetBytes($"file_name,labels\n{string.Join('\n', lines)}\n"),
                $"{key}.csv"
            )
        );
        await response.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>The first images are called by their label, the others by the next class.</summary>
    static float[][] Rows(int right) =>
        [
            .. Labels.Select(
                (label, i) =>
                {
                    var truth = Array.IndexOf(["ant", "bee", "cat", "dog"], label);
                    var row = new float[4];
                    for (var rank = 0; rank < 4; rank++)
                        row[(truth + (i < right ? 0 : 1) + rank) % 4] = (4 - rank) * (1 + 0.01f * i);
                    return row;
                }
            ),
        ];

    /// <summary>Rows with this logit and three of 3.</summary>
    static float[][] Strange(float one) => [.. Enumerable.Range(0, 3).Select(i => (float[])[one + 0.01f * i, 3, 3, 3])];

    static Dictionary<string, JsonElement> Numbers(JsonElement report, string member) =>
        report
            .GetProperty("members")
            .EnumerateArray()
            .Single(each => each.GetProperty("member").GetProperty("name").GetString() == member)
            .GetProperty("numbers")
            .EnumerateArray()
            .ToDictionary(number => number.GetProperty("metric").GetString()!);

    static string Reason(JsonElement report, string member, string metric) =>
        Numbers(report, member)[metric].GetProperty("reason").GetString()!;
}
