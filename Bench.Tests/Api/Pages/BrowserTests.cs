using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Leaderboard;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>The pages as a browser shows them.</summary>
public sealed partial class BrowserTests(SeededBoards boards, Chromium chromium)
    : IClassFixture<SeededBoards>,
        IClassFixture<Chromium>,
        IAsyncDisposable
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    IPage? _page;

    /// <summary>Pages of the board; {model}, {other} and {evaluation} stand for ids.</summary>
    public static readonly TheoryData<string> Pages = new([
        "/",
        "/?metric=nll&q=net",
        "/?metric=ece&columns=real:top1&columns=nll",
        "/scatter",
        "/scatter?x=top1&y=real:top1",
        "/compare?m={model}&m={other}",
        "/compare/verdict?a={model}&b={other}",
        "/models/{model}",
        "/evaluations/{evaluation}",
        "/mistakes?evaluation={evaluation}",
        "/submit",
        "/datasets",
        "/label-sets",
        "/metrics/catalogue",
        "/models",
        "/evaluations",
        "/queue",
        "/datasets/imagenet-val",
        "/sign-in",
    ]);

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_asks_nobody_else_runs_without_an_error_and_has_no_serious_accessibility_violation(string address)
    {
        var (page, app) = await OpenAsync(new() { ColorScheme = ColorScheme.Light });
        var wrong = page.Wrong(app);
        await page.GotoAsync(await FillAsync(app, address), new() { WaitUntil = WaitUntilState.NetworkIdle });

        (await page.SeriousViolationsAsync(ColorScheme.Light)).ShouldBeEmpty();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        (await page.SeriousViolationsAsync(ColorScheme.Dark)).ShouldBeEmpty();
        wrong.ShouldBeEmpty();
    }

    /// <summary>Pages that the list above leaves out.</summary>
    [Theory, Long]
    [InlineData("/evaluations/{evaluation}/calibration")]
    [InlineData("/evaluations/{evaluation}/classes")]
    [InlineData("/evaluations/{evaluation}/facets")]
    [InlineData("/models/{model}/robustness")]
    [InlineData("/datasets/imagenet-val/images/0")]
    [InlineData("/label-errors")]
    [InlineData("/shared-mistakes")]
    [InlineData("/shape-bias")]
    [InlineData("/slices")]
    [InlineData("/suites")]
    [InlineData("/suites/imagenet-robustness")]
    [InlineData("/suites/imagenet-robustness/models/{model}")]
    [InlineData("/embed/board")]
    [InlineData("/teams")]
    [InlineData("/views")]
    [InlineData("/log")]
    public async Task Nor_has_any_other_page(string address)
    {
        var (page, app) = await OpenAsync(new() { ColorScheme = ColorScheme.Light });
        await page.GotoAsync(await FillAsync(app, address), new() { WaitUntil = WaitUntilState.NetworkIdle });

        (await page.SeriousViolationsAsync(ColorScheme.Light)).ShouldBeEmpty();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        (await page.SeriousViolationsAsync(ColorScheme.Dark)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_the_board_is_sorted_filtered_and_linked()
    {
        var (page, _) = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync("/");

        (await page.Locator("table.board tbody tr").CountAsync()).ShouldBe(16);
        await page.GetByRole(AriaRole.Link, new() { Name = "Params" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.board tbody th").First).ToContainTextAsync("squeezenet1_1");
        await page.GetByText("More filters").ClickAsync();
        await page.GetByLabel("Name or architecture").FillAsync("resnet");
        await page.GetByLabel("Parameters from").FillAsync("25.5M");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.board tbody tr")).ToHaveCountAsync(2);
        (await page.GetByLabel("Parameters from").InputValueAsync()).ShouldBe("25.5M");
        await page.GetByRole(AriaRole.Link, new() { Name = "resnet152", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("resnet152");
    }

    [Fact]
    public async Task Boards_and_columns_are_chosen_without_JavaScript()
    {
        var (page, _) = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync("/");

        await page.GetByRole(AriaRole.Link, new() { Name = "Calibration" }).ClickAsync();
        await Assertions.Expect(page.Locator("nav.tabs [aria-current]")).ToHaveTextAsync("Calibration");
        (await page.Locator("h1 + .lead").InnerTextAsync()).ShouldContain("ECE");
        await page.GetByText("Columns and all").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Negative log-likelihood" }).UncheckAsync();
        await page.GetByLabel("One more").SelectOptionAsync("top5");
        await page.GetByRole(AriaRole.Form, new() { Name = "Choose ranking and columns" }).GetByRole(AriaRole.Button).ClickAsync();

        await Assertions.Expect(page.Locator("nav.tabs [aria-current]")).ToHaveTextAsync("Your own");
        var heads = await page.Locator("table.board thead th").AllInnerTextsAsync();
        heads.ShouldContain("Top-5");
        heads.ShouldNotContain("Negative log-likelihood");
    }

    [Fact]
    public async Task In_the_scatter_plot_keys_walk_through_the_models_and_Enter_opens_one()
    {
        var (page, _) = await OpenAsync();
        await page.GotoAsync("/scatter");
        var chart = page.GetByRole(AriaRole.Application);

        await chart.PressAsync("ArrowRight");
        var name = await page.Locator(".tip strong").InnerTextAsync();
        await chart.PressAsync("Enter");

        await page.IsAtAsync(new("/models/[^/]+$"));
        (await page.Locator("h1").InnerTextAsync()).ShouldBe(name);
    }

    [Fact]
    public async Task A_pasted_timm_configuration_fills_in_the_form()
    {
        var (page, _) = await OpenAsync();
        await page.GotoAsync("/submit");

        await page.GetByLabel("Preprocessing")
            .FillAsync(
                """{"architecture": "resnet50", "num_classes": 1000, "pretrained_cfg": {"tag": "a1_in1k", "license": "apache-2.0", "input_size": [3, 224, 224], "interpolation": "bicubic", "crop_pct": 0.95}}"""
            );
        await page.GetByLabel("Preprocessing").BlurAsync();
        await page.GetByText("Read as:").WaitForAsync();

        (await page.GetByLabel("Architecture").InputValueAsync()).ShouldBe("resnet50");
        (await page.GetByLabel("Licence").InputValueAsync()).ShouldBe("apache-2.0");
        (await page.GetByLabel("Training data").InputValueAsync()).ShouldBe("ImageNet-1k");
        (await page.Locator("#contract").InnerTextAsync()).ShouldContain("224 × 224, bicubic, crop 0.95 (center)");
    }

    [Fact]
    public async Task A_chosen_file_is_uploaded_looked_at_and_becomes_a_model()
    {
        var (page, app) = await OpenAsync();
        await page.GotoAsync("/submit");

        await page.GetByLabel("Key").FillAsync(app.OperatorKey);
        await page.GetByLabel("Model", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "tiny.onnx",
                    MimeType = "application/octet-stream",
                    Buffer = TinyModel.Create(10, seed: 900),
                }
            );
        await page.GetByText("The file is here.").WaitForAsync();

        (await page.Locator("#graph").InnerTextAsync()).ShouldContain("float nchw, 8 × 8, any batch");
        (await page.GetByLabel("Preprocessing").InputValueAsync()).ShouldBe("""{"input_size":[3,8,8]}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and evaluate" }).ClickAsync();
        await page.IsAtAsync(new("/models/[^/]+$"));
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("tiny");
    }

    [Fact]
    public async Task Without_JavaScript_the_same_form_submits_a_model()
    {
        var (page, app) = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync("/submit");

        await page.GetByLabel("Key").FillAsync(app.OperatorKey);
        await page.GetByLabel("Model", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "tiny.onnx",
                    MimeType = "application/octet-stream",
                    Buffer = TinyModel.Create(10, seed: 901),
                }
            );
        await page.GetByLabel("Name").FillAsync("in one piece");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and evaluate" }).ClickAsync();

        await page.IsAtAsync(new("/models/[^/]+$"));
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("in one piece");
    }

    [Fact]
    public void All_scripts_together_weigh_less_than_300_kB()
    {
        var scripts = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "Bench.Api", "wwwroot"), "*.js", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);

        scripts.ShouldBeInRange(1, 300_000);
    }

    [Fact]
    public async Task Two_ticked_models_are_compared()
    {
        var (page, _) = await OpenAsync();
        await page.GotoAsync("/");

        await page.GetByLabel("Compare convnext_large").CheckAsync();
        await page.GetByLabel("Compare alexnet").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare ticked models" }).ClickAsync();

        (await page.Locator("tbody th[scope=row]").AllInnerTextsAsync()).ShouldContain("convnext_large − alexnet");
    }

    [Fact]
    public async Task On_a_phone_nothing_but_tables_and_plots_is_wider_than_the_screen()
    {
        var (page, app) = await OpenAsync(
            new()
            {
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );
        foreach (var address in Pages.Select(row => row.Data))
        {
            await page.GotoAsync(await FillAsync(app, address));
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, address);
        }
    }

    async Task<(IPage Page, BenchApp App)> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var app = await boards.OnAsync(Database.Sqlite);
        return (_page = await chromium.OpenAsync(new(options ?? new()) { BaseURL = app.Address.ToString() }), app);
    }

    /// <summary>A page that stays open goes on listening and drawing during the tests after it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
            await _page.Context.CloseAsync();
    }

    static async Task<string> FillAsync(BenchApp app, string address)
    {
        using var client = app.Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?limit=2", Web))!.Rows;
        return address
            .Replace("{model}", $"{rows[0].Model.Id}")
            .Replace("{other}", $"{rows[1].Model.Id}")
            .Replace("{evaluation}", $"{rows[0].EvaluationId}");
    }
}
