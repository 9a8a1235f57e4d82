using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Api.Demo;
using Bench.Api.Demo.Pictures;
using Bench.Api.Leaderboard;
using Bench.Tests.EndToEnd;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>The pages over models that were run here: predictions, pictures and graphs are all there.</summary>
public sealed partial class DemoPagesTests(BenchApps apps, Chromium chromium) : IClassFixture<BenchApps>, IClassFixture<Chromium>
{
    static readonly SemaphoreSlim Gate = new(1);

    static readonly object Suite = new
    {
        key = "demo",
        title = "The demo, and a set that is not there",
        members = new object[]
        {
            new { dataset = DemoFlow.Dataset, metrics = (string[])["top1", "ece", "nll", "brier", "aurc", "conformal-aps-coverage"] },
            new { variant = "imagenet-r", metrics = (string[])["top1", "effective-robustness"] },
        },
        headline = new
        {
            title = "Mean top-1",
            metric = "top1",
            atLeast = 1,
        },
    };

    [Fact, Long]
    public async Task Every_page_about_a_model_that_was_run_is_sound()
    {
        var (app, row) = await DemoAsync();
        using var client = app.WithKey();
        using var suite = await client.PostAsJsonAsync("/api/v1/suites", Suite);
        string[] most =
        [
            "/scatter",
            $"/models/{row.Model.Id}",
            $"/evaluations/{row.EvaluationId}",
            $"/mistakes?evaluation={row.EvaluationId}",
            $"/label-errors?dataset={DemoFlow.Dataset}",
        ];

        await chromium.ShouldBeSoundAsync(
            app,
            ColorScheme.Light,
            [
                .. most,
                "/",
                "/scatter?x=top1&y=ece",
                $"/models/{row.Model.Id}?all=true",
                $"/evaluations/{row.EvaluationId}/classes",
                "/label-errors",
                $"/datasets/{DemoFlow.Dataset}/images/0",
                "/submit",
                "/datasets",
                "/label-sets",
                "/metrics/catalogue",
                "/suites",
                "/suites/demo",
                $"/suites/demo/models/{row.Model.Id}",
            ]
        );
        await chromium.ShouldBeSoundAsync(app, ColorScheme.Dark, most);
    }

    [Fact]
    public async Task A_model_shows_its_graph_its_inspection_and_what_a_temperature_does()
    {
        var (app, row) = await DemoAsync();
        using var client = app.Reader();

        var page = await client.GetStringAsync($"/models/{row.Model.Id}");

        page.ShouldContain("1 Gemm");
        page.ShouldContain("images/s at batch");
        page.ShouldContain("one temperature, T =");
        page.ShouldContain("Error rate against coverage");
        page.ShouldContain("Most frequent confusions");
        // A fifth of forty pictures: prediction sets need nine.
        (await client.GetStringAsync($"/evaluations/{row.EvaluationId}")).ShouldContain("calibration images are too few for a threshold");
    }

    [Fact]
    public async Task Classes_are_sorted_by_any_column_without_a_script_and_linked()
    {
        var (app, row) = await DemoAsync();
        var page = await chromium.OpenAsync(new() { BaseURL = app.Address.ToString(), JavaScriptEnabled = false });
        await page.GotoAsync($"/evaluations/{row.EvaluationId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Class by class" }).ClickAsync();

        (await page.Locator("tbody tr").CountAsync()).ShouldBe(10);
        var recalls = await NumbersAsync(page, 5);
        recalls.ShouldBe(recalls.Order());
        await page.GetByRole(AriaRole.Link, new() { Name = "F1, %" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "F1, %" }).ClickAsync();
        var f1 = await NumbersAsync(page, 6);
        f1.ShouldBe(f1.OrderDescending());
        (await page.Locator("th[aria-sort=descending]").InnerTextAsync()).ShouldBe("F1, %");
    }

    [Fact]
    public async Task A_dataset_says_how_many_images_each_class_has_and_together_they_are_all()
    {
        var (app, _) = await DemoAsync();
        using var client = app.Reader();

        var page = await client.GetStringAsync($"/datasets/{DemoFlow.Dataset}");

        var images = ClassImages().Matches(page).Select(found => int.Parse(found.Groups[1].Value)).ToList();
        images.Count.ShouldBe(10);
        page.ShouldContain($"<p class=\"lead\">{images.Sum()} images,");
    }

    [Theory]
    [InlineData("/evaluations/{evaluation}/classes?sort=beauty", "sort-unknown")]
    [InlineData("/evaluations/{evaluation}/classes?labelSet=none", "label-set-not-found")]
    [InlineData("/evaluations/01a20bc2-0000-7000-8000-000000000000/classes", "evaluation-not-found")]
    public async Task Classes_that_cannot_be_shown_say_why(string address, string code)
    {
        var (app, row) = await DemoAsync();
        using var client = app.Reader();

        using var answer = await client.GetAsync(address.Replace("{evaluation}", $"{row.EvaluationId}"));

        ((int)answer.StatusCode).ShouldBe(404);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
    }

    [Fact]
    public async Task A_child_stands_beside_its_parent_with_what_has_changed()
    {
        var (app, row) = await DemoAsync();
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        var file = Path.Combine(app.DataDirectory, "child.onnx");
        await File.WriteAllBytesAsync(file, TinyModel.Create(10, seed: 77));
        var child = await client.UploadModelAsync(
            file,
            new
            {
                name = "a child",
                parentModelId = row.Model.Id,
                preprocessing = new { input_size = new[] { 3, 8, 8 } },
            }
        );
        await client.CompletedAsync(await client.AskAsync(child, DemoFlow.Dataset));
        using var reader = app.Reader();

        var pages = new[] { await reader.GetStringAsync($"/models/{child}"), await reader.GetStringAsync($"/models/{row.Model.Id}") };

        foreach (var page in pages)
        {
            page.ShouldContain("Compared with its family");
            page.ShouldContain($"/compare?m={child}&m={row.Model.Id}");
        }
    }

    [GeneratedRegex("<li><code>[^<]*</code>[^<]*: ([0-9]+) images?</li>")]
    private static partial Regex ClassImages();

    static async Task<double[]> NumbersAsync(IPage page, int column) =>
        [.. (await page.Locator($"tbody tr td:nth-child({column})").AllInnerTextsAsync()).Select(text => double.Parse(text.Split()[0]))];

    /// <summary>The demo in small, made once; its model is first among those with a number.</summary>
    async Task<(BenchApp App, LeaderboardRow Row)> DemoAsync()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        await Gate.WaitAsync();
        try
        {
            using var client = BenchClient.For(app.Address, app.OperatorKey);
            if (!Directory.Exists(Path.Combine(app.DatasetsRoot, DemoDataset.Folder)))
                DrawnDemo.LeaveIn(app.DataDirectory, DemoSize.Small.Pictures, DemoSize.Small.Classifiers);
            await new DemoFlow(client, DemoSize.Small, app.DatasetsRoot, Path.Combine(app.DataDirectory, "demo")).RunAsync(
                new Progress<DemoStep>(),
                default
            );
        }
        finally
        {
            Gate.Release();
        }
        using var reader = app.Reader();
        var board = await reader.GetFromJsonAsync<LeaderboardResponse>(
            $"/api/v1/leaderboard?dataset={DemoFlow.Dataset}",
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
        );
        return (app, board!.Rows.Single(row => row.Model.Name.StartsWith("Demo", StringComparison.Ordinal)));
    }
}
