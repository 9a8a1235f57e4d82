using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Api.Robustness;

/// <summary>A shape-bias test in the small: predictions over four classes, scored over two groups of them.</summary>
public sealed class ClassGroupTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const string Groups = """{ "over": "four.txt", "rule": "mean", "groups": { "many": ["ant", "bee", 3], "cat": ["cat"] } }""";

    static readonly string[] Labels = ["many", "many", "cat", "cat"];

    /// <summary>The third is a cat by the mean of the groups, though ant is the best class of all.</summary>
    static readonly float[][] Rows = [Row("0123"), Row("2013"), [2, 0, 1.9f, 0], Row("0213")];

    static float[] Row(string order) => MadeEvaluations.Row(order);

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Predictions_over_classes_are_scored_over_groups_beside_the_clean_images_of_the_same_groups(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "groups.json"), Groups);
        var clean = await client.ListAsync(app, "group-clean", "clean", ["ant", "bee", "cat", "dog"]);
        var grouped = await client.ListAsync(app, "grouped", "shape", Labels, new { classes = "groups.json", clean = "group-clean" });

        var evaluation = await client.SubmitAsync(grouped, Rows);
        await client.SubmitAsync(clean, [Row("0123"), Row("1023"), Row("0213"), Row("3201")], new { modelId = evaluation.Model() });
        var scores = await client.ScoresWithAsync(evaluation, "clean-top1");

        (grouped.GetProperty("classCount").GetInt32(), grouped.GetProperty("classSpaceSize").GetInt32()).ShouldBe((2, 4));
        scores.Value("top1").ShouldBe(0.5);
        scores.Value("top1-all-classes").ShouldBe(0.25);
        // Ant, bee and dog are all of the first group and none of the pictures is missed but the cat.
        scores.Value("clean-top1").ShouldBe(0.75);
        scores.Value("accuracy-drop").ShouldBe(0.25);

        var mistakes = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/mistakes");
        mistakes.ToString().ShouldContain("many");
        var image = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/grouped/images/2/answers");
        image.GetProperty("models")[0].GetProperty("best")[0].GetProperty("class").GetProperty("id").GetString().ShouldBe("cat");
        var classes = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/classes");
        classes
            .GetProperty("items")
            .EnumerateArray()
            .Select(line => line.GetProperty("class").GetProperty("id").GetString())
            .ShouldBe(["many", "cat"]);
    }

    [Fact]
    public async Task A_head_is_enough_where_it_decides_every_image_and_says_so_where_it_does_not()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "head-groups.json"), Groups);
        var grouped = await client.ListAsync(app, "grouped-heads", "shape", Labels, new { classes = "head-groups.json" });

        var enough = await client.SubmitAsync(grouped, Rows, headSize: 3, content: PredictionContent.Head);
        var tooFew = await client.SubmitAsync(grouped, Rows, headSize: 1, content: PredictionContent.Head);

        enough.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(0.5);
        (await client.MissingAsync(tooFew))["top1"].ShouldStartWith("needs every logit: a group's probability is made of all its classes'");
        using var refused = await client.GetAsync($"/api/v1/evaluations/{tooFew.Id()}/mistakes");
        await refused.ShouldBeProblemAsync(409, "predictions-too-few");
    }

    [Theory]
    [InlineData("""{ "groups": { "a": ["ant"] } }""", "'rule' is missing; it is mean, max or sum")]
    [InlineData("""{ "rule": "median", "groups": { "a": ["ant"] } }""", "'median' is not a rule")]
    [InlineData(
        """{ "over": "four.txt", "rule": "mean", "groups": { "a": ["ant", "wasp"] } }""",
        "1 class of the groups 'bad-groups' is neither an id nor an index of 'four': 'wasp' of a"
    )]
    [InlineData("""{ "over": "four.txt", "rule": "mean", "groups": { "a": ["ant", 0] } }""", "has the class '0' twice")]
    [InlineData("""{ "over": "four.txt", "rule": "mean", "groups": { "a": [] } }""", "the group 'a' of 'bad-groups' has no class")]
    [InlineData(
        """{ "over": "four.txt", "rule": "mean", "rest": true, "groups": { "a": ["ant", "bee", "cat", "dog"] } }""",
        "so there is no rest"
    )]
    [InlineData("""{ "over": "four.txt", "rule": "mean", "groupz": 1, "groups": { "a": ["ant"] } }""", "'groupz' is not known here")]
    public async Task Groups_that_cannot_be_are_refused_with_what_is_wrong(string groups, string message)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "four.txt"), "ant\nbee\ncat\ndog\n");
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "bad-groups.json"), groups);
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "bad.csv"), "file_name,label\na.jpg,a\n");
        using var gone = await client.DeleteAsync("/api/v1/datasets/bad-groups");
        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "bad-groups",
                variant = "custom",
                layout = "csv",
                path = "bad.csv",
                classes = "bad-groups.json",
            }
        );

        var dataset = await client.UntilAsync(
            "/api/v1/datasets/bad-groups",
            answer => answer.GetProperty("state").GetString() != "importing"
        );

        dataset.GetProperty("error").GetProperty("code").GetString().ShouldBe("dataset-classes-invalid");
        dataset.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(message);
    }
}
