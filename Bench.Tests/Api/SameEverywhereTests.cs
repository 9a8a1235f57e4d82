using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Tests.Api.Robustness;

namespace Bench.Tests.Api;

/// <summary>One number is the same wherever it is served: to the last digit where it is served as a number, as it is written where it is
/// text, and as others compute it from what can be downloaded.</summary>
public sealed class SameEverywhereTests
{
    const int Images = 60;
    static readonly string[] Classes = ["ant", "bee", "cat", "dog"];
    static readonly string[] Labels = [.. Enumerable.Range(0, Images).Select(image => Classes[image * 7 % 4])];
    static readonly string[] SuiteMetrics = ["top1", "ece", "nll"];

    [Fact]
    public async Task Every_address_serves_the_stored_number()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var clean = await client.ListAsync(app, "every", "e", Labels);
        var shift = await client.ListAsync(app, "every-shift", "e", Labels, new { clean = "every" });
        // An older evaluation over the same images, with more numbers than the newest would have without its logits.
        await client.SubmitAsync(clean, Rows(9, 0.5), new { name = "first" });
        var older = await client.SubmitAsync(clean, Rows(3, 0.9), new { name = "second" });
        var second = new { name = "second", modelId = older.Model() };
        var newest = await client.SubmitAsync(clean, Rows(4, 0.8), second);
        var shifted = await client.SubmitAsync(shift, Rows(5, 0.6), second);
        var other = await client.SubmitAsync(clean, Rows(6, 0.7), new { name = "third" });
        await client.ScoresWithAsync(shifted, "accuracy-drop");
        using var suite = await client.PostAsJsonAsync(
            "/api/v1/suites",
            new
            {
                key = "pair",
                title = "Pair",
                members = new[]
                {
                    new { dataset = "every", metrics = SuiteMetrics },
                    new { dataset = "every-shift", metrics = SuiteMetrics },
                },
                headline = new { title = "Mean", metric = "top1" },
            }
        );
        await suite.JsonAsync(HttpStatusCode.Created);
        var all = new Dictionary<string, Dictionary<string, ServedNumber>>
        {
            ["every"] = await StoredAsync(client, newest),
            ["every-shift"] = await StoredAsync(client, shifted),
        };
        all["every"].Count.ShouldBeGreaterThan(140);
        // A number has an interval, or says why it has none.
        foreach (var number in all.Values.SelectMany(numbers => numbers.Values))
            (number.Low is null).ShouldBe(number.WhyNone is not null);
        all["every"].Values.Count(number => number.WhyNone == NoInterval.MetricHasNone).ShouldBeGreaterThan(5);
        foreach (var (dataset, stored) in all)
        {
            await OnBoardsAsync(client, dataset, newest.Model(), stored);
            await InDocumentsAsync(client, dataset, newest.Model(), stored);
            await InTheSuiteAsync(client, dataset, newest.Model(), stored);
        }
        await InAnalysesAsync(client, newest.Id(), all["every"]);
        await InTheLogAsync(client, newest.Id(), all["every"]);
        await InComparisonsAsync(client, newest, other, all["every"]);
        await ComputedElsewhereAsync(client, newest.Id(), all["every"]);
        await OfTheNewestAloneAsync(client, clean, other.Model());
    }

    /// <summary>What the newest evaluation has no number of is not taken from an older one, which no board shows.</summary>
    static async Task OfTheNewestAloneAsync(HttpClient client, JsonElement dataset, string model)
    {
        await client.SubmitAsync(dataset, Rows(7, 0.9), new { name = "third", modelId = model }, content: PredictionContent.Ranks);
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=every&columns=nll");
        var row = board.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("model").GetProperty("id").GetString() == model);
        row.GetProperty("columns").GetProperty("nll").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.GetStringAsync($"/api/v1/models/{model}/badge.svg?dataset=every&metric=nll")).ShouldContain(": n/a</title>");
        (await client.GetStringAsync($"/api/v1/models/{model}/card.md")).ShouldNotContain("(`nll`, version");
    }

    static async Task<Dictionary<string, ServedNumber>> StoredAsync(HttpClient client, JsonElement evaluation)
    {
        var address = $"/api/v1/evaluations/{evaluation.Id()}";
        var listed = (await client.GetFromJsonAsync<JsonElement>($"{address}/scores?labelSet=original")).GetProperty("items");
        var stored = listed.EnumerateArray().ToDictionary(score => score.GetProperty("metric").GetString()!, ServedNumber.Of);
        foreach (var score in (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("scores").EnumerateArray())
            ServedNumber.Of(score).ShouldBe(stored[score.GetProperty("metric").GetString()!]);
        return stored;
    }

    static async Task OnBoardsAsync(HttpClient client, string dataset, string model, Dictionary<string, ServedNumber> stored)
    {
        foreach (var metrics in stored.Keys.Chunk(LeaderboardPlan.MaxColumns))
        {
            var query = $"dataset={dataset}&columns={string.Join(',', metrics)}";
            var board = await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?{query}");
            var row = board.GetProperty("rows").EnumerateArray().Single(row => IdOf(row) == model);
            var csv = (await client.GetStringAsync($"/api/v1/leaderboard.csv?{query}"))
                .Split("\r\n")
                .Select(line => line.Split(','))
                .ToList();
            var line = csv.Single(line => line.Contains(model));
            var markdown = await client.GetStringAsync($"/api/v1/leaderboard.md?{query}");
            var written = markdown.Split('\n').Single(line => line.Contains("| second |", StringComparison.Ordinal)).Split(" | ");
            // Rank, model, value and interval of the metric that ranks are before the columns.
            foreach (var (place, metric) in metrics.Index())
            {
                ServedNumber.Of(row.GetProperty("columns").GetProperty(metric)).ShouldBe(stored[metric], metric);
                var at = Array.LastIndexOf(csv[0], metric);
                ServedNumber.Of(line[at..(at + 5)]).ShouldBe(stored[metric], metric);
                written[4 + place].TrimEnd(' ', '|').ShouldBe(NumberText.Of(Described(metric), stored[metric].Value), metric);
            }
        }
        foreach (var metric in SuiteMetrics)
        {
            var ranked = await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?dataset={dataset}&metric={metric}");
            ServedNumber.Of(ranked.GetProperty("rows").EnumerateArray().Single(row => IdOf(row) == model)).ShouldBe(stored[metric]);
        }

        static string? IdOf(JsonElement row) => row.GetProperty("model").GetProperty("id").GetString();
    }

    static async Task InDocumentsAsync(HttpClient client, string dataset, string model, Dictionary<string, ServedNumber> stored)
    {
        var card = await client.GetStringAsync($"/api/v1/models/{model}/card.md");
        var part = card.Split("\n## ").Single(part => part.StartsWith($"{dataset}, original labels", StringComparison.Ordinal));
        foreach (var (metric, number) in stored)
        {
            var described = Described(metric);
            part.ShouldContain(
                $"| {described.Name} | {NumberText.WithUnit(described, number.Value)} | "
                    + $"{NumberText.Interval(described, number.Low, number.High, number.WhyNone)} | {number.N} |"
            );
        }
        part.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal)).ShouldBe(1 + stored.Count);
        foreach (var metric in SuiteMetrics)
            (await client.GetStringAsync($"/api/v1/models/{model}/badge.svg?dataset={dataset}&metric={metric}")).ShouldContain(
                $": {NumberText.WithUnit(Described(metric), stored[metric].Value)}</title>"
            );
        (await client.GetStringAsync($"/models/{model}")).ShouldContain(NumberText.Of(Described("top1"), stored["top1"].Value));
    }

    static async Task InTheSuiteAsync(HttpClient client, string dataset, string model, Dictionary<string, ServedNumber> stored)
    {
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/suites/pair/board");
        var row = board.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("modelId").GetString() == model);
        var csv = (await client.GetStringAsync("/api/v1/suites/pair/board.csv")).Split("\r\n").Select(line => line.Split(',')).ToList();
        var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/suites/pair/models/{model}");
        var member = report
            .GetProperty("members")
            .EnumerateArray()
            .Single(member => member.GetProperty("member").GetProperty("dataset").GetString() == dataset);
        var lines = (await client.GetStringAsync($"/api/v1/suites/pair/models/{model}/report.csv")).Split("\r\n");
        foreach (var metric in SuiteMetrics)
        {
            ServedNumber.Of(row.GetProperty("cells").GetProperty($"{dataset}/{metric}")).ShouldBe(stored[metric]);
            var at = Array.IndexOf(csv[0], $"{dataset}/{metric}");
            ServedNumber.Of(csv.Single(line => line.Contains(model))[at..(at + 5)]).ShouldBe(stored[metric]);
            ServedNumber
                .Of(member.GetProperty("numbers").EnumerateArray().Single(number => number.GetProperty("metric").GetString() == metric))
                .ShouldBe(stored[metric]);
            var told = lines
                .Single(line => line.StartsWith($"{dataset},,{dataset},original,{metric},", StringComparison.Ordinal))
                .Split(',');
            ServedNumber.Of(told[5..10]).ShouldBe(stored[metric]);
        }
    }

    /// <summary>What is measured when it is asked for, from the stored predictions.</summary>
    static async Task InAnalysesAsync(HttpClient client, string evaluation, Dictionary<string, ServedNumber> stored)
    {
        Task<JsonElement> GetAsync(string what) => client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}/{what}");
        var swept = (await GetAsync("calibration"))
            .GetProperty("items")
            .EnumerateArray()
            .Where(item => item.GetProperty("metric").ValueKind != JsonValueKind.Null)
            .ToList();
        swept.Count.ShouldBe(10);
        foreach (var item in swept)
            item.GetProperty("value").GetDouble().ShouldBe(stored[item.GetProperty("metric").GetString()!].Value, item.ToString());
        var sets = (await GetAsync("conformal"))
            .GetProperty("items")
            .EnumerateArray()
            .ToDictionary(one => one.GetProperty("method").GetString()!);
        foreach (var (method, one) in sets)
        {
            ServedNumber.Of(one.GetProperty("coverage")).ShouldBe(stored[$"conformal-{method}-coverage"]);
            one.GetProperty("meanSize").GetDouble().ShouldBe(stored[$"conformal-{method}-set-size"].Value);
            one.GetProperty("medianSize").GetDouble().ShouldBe(stored[$"conformal-{method}-median-set-size"].Value);
        }
        var classes = (await GetAsync("classes")).GetProperty("items").EnumerateArray().ToList();
        double Of(JsonElement line, string name) => line.GetProperty(name).GetProperty("value").GetDouble();
        (classes.Sum(line => line.GetProperty("count").GetInt32() * Of(line, "recall")) / Images).ShouldBe(stored["top1"].Value, 1e-12);
        classes.Average(line => Of(line, "recall")).ShouldBe(stored["macro-top1"].Value, 1e-12);
        classes.Average(line => Of(line, "precision")).ShouldBe(stored["macro-precision"].Value, 1e-12);
        classes.Average(line => Of(line, "f1")).ShouldBe(stored["macro-f1"].Value, 1e-12);
        classes.Average(line => Of(line, "auroc")).ShouldBe(stored["macro-auroc"].Value, 1e-12);
        classes.Min(line => Of(line, "recall")).ShouldBe(stored["worst-class-top1"].Value, 1e-12);
        var bars = (await GetAsync("reliability"))
            .GetProperty("bins")
            .EnumerateArray()
            .Where(bar => bar.GetProperty("count").GetInt32() > 0);
        bars.Sum(bar =>
                bar.GetProperty("count").GetInt32()
                * Math.Abs(bar.GetProperty("accuracy").GetDouble() - bar.GetProperty("confidence").GetDouble())
                / Images
            )
            .ShouldBe(stored["ece"].Value, 1e-7);
        (await GetAsync("confusions")).GetProperty("mistakes").GetInt32().ShouldBe((int)Math.Round(Images * (1 - stored["top1"].Value)));
        ServedNumber.Of((await GetAsync("label-counts")).GetProperty("items")[0], "accuracy").ShouldBe(stored["top1"]);
    }

    static async Task InTheLogAsync(HttpClient client, string evaluation, Dictionary<string, ServedNumber> stored)
    {
        var row = await client.GetFromJsonAsync<JsonElement>($"/api/v1/log/rows/{evaluation}?labelSet=original");
        using var receipt = JsonDocument.Parse(row.GetProperty("receipt").GetProperty("body").GetString()!);
        var scores = receipt.RootElement.GetProperty("scores").EnumerateArray().ToList();
        scores.Count.ShouldBe(stored.Count);
        foreach (var score in scores)
            ServedNumber.Of(score).ShouldBe(stored[score.GetProperty("metric").GetString()!]);
    }

    static async Task InComparisonsAsync(HttpClient client, JsonElement newest, JsonElement other, Dictionary<string, ServedNumber> stored)
    {
        var others = await StoredAsync(client, other);
        var pair = await client.GetFromJsonAsync<JsonElement>($"/api/v1/compare?a={newest.Model()}&b={other.Model()}&dataset=every");
        pair.GetProperty("a").GetProperty("accuracy").GetDouble().ShouldBe(stored["top1"].Value);
        pair.GetProperty("b").GetProperty("accuracy").GetDouble().ShouldBe(others["top1"].Value);
        pair.GetProperty("n").GetInt32().ShouldBe(stored["top1"].N);
        var difference = pair.GetProperty("difference").GetProperty("value").GetDouble();
        difference.ShouldBe(stored["top1"].Value - others["top1"].Value, 1e-15);
        var based = await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?dataset=every&baseline={other.Model()}");
        var row = based
            .GetProperty("rows")
            .EnumerateArray()
            .Single(row => row.GetProperty("model").GetProperty("id").GetString() == newest.Model());
        row.GetProperty("difference").GetProperty("value").GetDouble().ShouldBe(difference, 1e-15);
        row.GetProperty("difference")
            .GetProperty("ciLow")
            .GetDouble()
            .ShouldBe(pair.GetProperty("difference").GetProperty("ciLow").GetDouble());
        row.GetProperty("difference").GetProperty("p").GetDouble().ShouldBe(pair.GetProperty("mcNemar").GetProperty("pValue").GetDouble());
    }

    /// <summary>Logits are stored in half precision, and these are exact in it.</summary>
    static async Task ComputedElsewhereAsync(HttpClient client, string evaluation, Dictionary<string, ServedNumber> stored)
    {
        var python = await Command.RequirePythonWithAsync("sklearn");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["p.npz"], await client.GetByteArrayAsync($"/api/v1/evaluations/{evaluation}/predictions"));
        folder.Write("labels.json", JsonSerializer.Serialize(Labels.Select(label => Array.IndexOf(Classes, label))));
        var computed = JsonDocument.Parse(
            await Command.RunAsync(
                folder.Path,
                python,
                [Path.Combine(Checkout.Root, "Bench.Tests", "Api", "Golden", "recompute.py"), "p.npz", "labels.json"]
            )
        );
        computed.RootElement.EnumerateObject().Count().ShouldBe(14);
        foreach (var number in computed.RootElement.EnumerateObject())
            stored[number.Name].Value.ShouldBe(number.Value.GetDouble(), 2e-7, number.Name);
    }

    /// <summary>Eighths, so that half precision holds them; all confidences differ.</summary>
    static float[][] Rows(int seed, double accuracy)
    {
        var random = new Random(seed);
        return
        [
            .. Labels.Select(
                (label, image) =>
                {
                    var row = Enumerable.Range(0, 4).Select(c => (float)((random.Next(-16, 8) + c) / 8.0)).ToArray();
                    var best = random.NextDouble() < accuracy ? Array.IndexOf(Classes, label) : random.Next(4);
                    row[best] = 1.5f + image / 32f;
                    return row;
                }
            ),
        ];
    }

    static MetricDescription Described(string metric) => MetricDirectory.Find(metric)!;
}
