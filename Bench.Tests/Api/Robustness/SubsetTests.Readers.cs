using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Api.Robustness;

public sealed partial class SubsetTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Each_class_has_its_numbers_and_each_number_of_labels_its_group(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var dataset = await client.ListAsync(app, "classes", "classes", ["ant", "ant", "bee", "cat"]);
        var evaluation = await client.SubmitAsync(dataset, [Row("0123"), Row("1023"), Row("1023"), Row("0213")]);
        using var labels = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                """{"dataset": "classes", "key": "several", "format": "json"}""",
                """{"classes00.jpg": ["ant"], "classes01.jpg": ["ant", "bee"], "classes02.jpg": ["bee", "cat"], "classes03.jpg": ["cat"]}"""u8.ToArray(),
                "labels.json"
            )
        );
        await labels.JsonAsync(HttpStatusCode.Created);
        await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.Id()}/scores?labelSet=several",
            scores => scores.GetProperty("items").GetArrayLength() > 0
        );

        var report = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/classes"))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();
        var groups = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/label-counts?labelSet=several"))
            .GetProperty("items")
            .EnumerateArray()
            .ToArray();

        report.Select(line => line.GetProperty("class").GetProperty("id").GetString()).ShouldBe(["ant", "bee", "cat"]);
        // Ant: two images, one right; given to two, one rightly. Its images have ranks 1 and 2 of it, the others 2 and 1: 2 wins, 1 tie… of
        // 4 pairs.
        (Value(report[0], "precision"), Value(report[0], "recall"), Value(report[0], "f1")).ShouldBe((0.5, 0.5, 0.5));
        Value(report[0], "auroc").ShouldBe((1 + 0.5 + 0.5 + 0) / 4, 1e-12);
        foreach (var number in new[] { "precision", "recall", "f1", "auroc" })
            (
                report[0].GetProperty(number).GetProperty("ciLow").GetDouble() < 0.5
                && report[0].GetProperty(number).GetProperty("ciHigh").GetDouble() > 0.5
            ).ShouldBeTrue(number);
        (Value(report[1], "precision"), Value(report[1], "recall")).ShouldBe((0.5, 1));
        Value(report[2], "recall").ShouldBe(0);
        // One label: the first of two. Two labels: the ant and bee image has them both in front, the other does not.
        groups
            .Select(group =>
                (group.GetProperty("labels").GetInt32(), group.GetProperty("n").GetInt32(), group.GetProperty("accuracy").GetDouble())
            )
            .ShouldBe([(1, 2, 0.5), (2, 2, 0.5)]);

        static double Value(JsonElement line, string number) => line.GetProperty(number).GetProperty("value").GetDouble();
    }

    [Fact]
    public async Task Coverage_under_shift_is_calibrated_on_the_clean_dataset_and_says_so()
    {
        const int Images = 100;
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var random = new Random(6);
        string[] names = ["ant", "bee", "cat", "dog"];
        var labels = Array.ConvertAll(new int[Images], _ => random.Next(4));
        var clean = await client.ListAsync(app, "sets-clean", "clean", Array.ConvertAll(labels, label => names[label]));
        var shifted = await client.ListAsync(
            app,
            "sets-shifted",
            "shifted",
            Array.ConvertAll(labels, label => names[label]),
            new { clean = "sets-clean" }
        );
        var lonely = await client.SubmitAsync(shifted, Rows(labels, 0));
        var known = await client.SubmitAsync(clean, Rows(labels, 4));
        var evaluation = await client.SubmitAsync(shifted, Rows(labels, 0), new { modelId = known.Model() });

        var own = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/conformal");
        var under = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/conformal?calibration=clean");

        (Text(own, "calibratedOn"), Text(own, "measuredOn")).ShouldBe(("sets-shifted", "sets-shifted"));
        (Text(under, "calibratedOn"), Text(under, "measuredOn")).ShouldBe(("sets-clean", "sets-shifted"));
        under.GetProperty("n").GetInt32().ShouldBe(Images);
        // LAC's threshold is that of easy images; APS and RAPS widen the sets of hard ones by themselves.
        Coverage(under.GetProperty("items")[0]).ShouldBeLessThan(Coverage(own.GetProperty("items")[0]) - 0.2, under.ToString());
        using var missing = await client.GetAsync($"/api/v1/evaluations/{lonely.Id()}/conformal?calibration=clean");
        await missing.ShouldBeProblemAsync(409, "clean-evaluation-missing");
        using var wrong = await client.GetAsync($"/api/v1/evaluations/{evaluation.Id()}/conformal?calibration=dirty");
        await wrong.ShouldBeProblemAsync(400, "calibration-invalid");

        float[][] Rows(int[] of, double lead) =>
            Array.ConvertAll(
                of,
                label =>
                    Array.ConvertAll(new[] { 0, 1, 2, 3 }, category => (float)(random.NextDouble() * 2 + (category == label ? lead : 0)))
            );
        static string Text(JsonElement answer, string field) => answer.GetProperty(field).GetString()!;
        static double Coverage(JsonElement sets) => sets.GetProperty("coverage").GetProperty("value").GetDouble();
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Prediction_sets_are_told_by_method_size_and_class_as_they_are_scored(Database database)
    {
        const int Images = 200;
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var random = new Random(4);
        string[] names = ["ant", "bee", "cat", "dog"];
        var labels = Array.ConvertAll(new int[Images], _ => random.Next(4));
        var dataset = await client.ListAsync(app, "sets", "sets", Array.ConvertAll(labels, label => names[label]));
        // Ants are the hardest: the label's logit is lowest above the noise.
        var evaluation = await client.SubmitAsync(
            dataset,
            Array.ConvertAll(
                labels,
                label =>
                    Array.ConvertAll(
                        new[] { 0, 1, 2, 3 },
                        category => (float)(random.NextDouble() * 2 + (category == label ? 0.2 + 0.3 * label : 0))
                    )
            )
        );
        var scores = await client.ScoresWithAsync(evaluation, "conformal-raps-coverage");

        var answer = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/conformal");
        var wide = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/conformal?alpha=0.01");

        answer.GetProperty("alpha").GetDouble().ShouldBe(0.1);
        (answer.GetProperty("calibrationImages").GetInt32() + answer.GetProperty("n").GetInt32()).ShouldBe(Images);
        foreach (var (sets, wider) in answer.GetProperty("items").EnumerateArray().Zip(wide.GetProperty("items").EnumerateArray()))
        {
            var scored = $"conformal-{sets.GetProperty("method").GetString()}";
            Coverage(sets).ShouldBe(scores.Value($"{scored}-coverage"), 1e-12);
            sets.GetProperty("meanSize").GetDouble().ShouldBe(scores.Value($"{scored}-set-size"), 1e-12);
            wider.GetProperty("meanSize").GetDouble().ShouldBeGreaterThan(sets.GetProperty("meanSize").GetDouble());
            var classes = sets.GetProperty("byClass").EnumerateArray().ToArray();
            classes.Select(line => line.GetProperty("class").GetProperty("id").GetString()).ShouldBe(names, ignoreOrder: true);
            classes.Select(Coverage).ShouldBeInOrder(SortDirection.Ascending);
            Coverage(classes[0]).ShouldBe(scores.Value($"{scored}-worst-class-coverage"), 1e-12);
            foreach (var groups in new[] { classes, [.. sets.GetProperty("bySize").EnumerateArray()] })
                groups.Sum(N).ShouldBe(answer.GetProperty("n").GetInt32());
        }
        // However many ask at once: one computes, and all hear the same.
        var crowd = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => client.GetStringAsync($"/api/v1/evaluations/{evaluation.Id()}/conformal"))
        );
        crowd.Distinct().ShouldHaveSingleItem();
        using var refused = await client.GetAsync($"/api/v1/evaluations/{evaluation.Id()}/conformal?alpha=1");
        await refused.ShouldBeProblemAsync(400, "alpha-invalid");
        var head = await client.SubmitAsync(
            dataset,
            Array.ConvertAll(labels, _ => Row("0123")),
            headSize: 2,
            content: PredictionContent.Head
        );
        using var tooFew = await client.GetAsync($"/api/v1/evaluations/{head.Id()}/conformal");
        await tooFew.ShouldBeProblemAsync(409, "predictions-too-few");

        static double Coverage(JsonElement line) => line.GetProperty("coverage").GetProperty("value").GetDouble();
        static int N(JsonElement line) => line.GetProperty("coverage").GetProperty("n").GetInt32();
    }
}
