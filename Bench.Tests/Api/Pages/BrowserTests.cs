using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Leaderboard;
using Bench.Tests.Fixtures;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>The pages as a browser shows them.</summary>
public sealed class BrowserTests(SeededBoards boards, Chromium chromium) : IClassFixture<SeededBoards>, IClassFixture<Chromium>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Pages of the board; {model}, {other} and {evaluation} stand for ids.</summary>
    public static readonly TheoryData<string, ColorScheme> Pages = new MatrixTheoryData<string, ColorScheme>(
        ["/", "/?metric=nll&q=net", "/scatter", "/compare?m={model}&m={other}", "/models/{model}", "/evaluations/{evaluation}", "/mistakes?evaluation={evaluation}", "/submit", "/datasets", "/label-sets", "/metrics/catalogue"],
        [ColorScheme.Light, ColorScheme.Dark]);

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_accessibility_violation(string address, ColorScheme scheme)
    {
        var (page, app) = await OpenAsync(new() { ColorScheme = scheme });
        await page.GotoAsync(await FillAsync(app, address));

        var found = await page.RunAxe();

        found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_the_board_is_sorted_filtered_and_linked()
    {
        var (page, _) = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync("/");

        (await page.Locator("table.board tbody tr").CountAsync()).ShouldBe(16);
        await page.GetByRole(AriaRole.Link, new() { Name = "Params" }).ClickAsync();
        (await page.Locator("table.board tbody th").First.InnerTextAsync()).ShouldStartWith("squeezenet1_1");
        await page.GetByText("Search and filter").ClickAsync();
        await page.GetByLabel("Name or architecture").FillAsync("resnet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        (await page.Locator("table.board tbody tr").CountAsync()).ShouldBe(3);
        await page.GetByRole(AriaRole.Link, new() { Name = "resnet152", Exact = true }).ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("resnet152");
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
    public async Task A_page_asks_nobody_else_and_runs_without_an_error()
    {
        var (page, app) = await OpenAsync();
        var foreign = new List<string>();
        var errors = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(app.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) foreign.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        foreach (var address in Pages.Select(row => row.Data.Item1).Distinct()) await page.GotoAsync(await FillAsync(app, address), new() { WaitUntil = WaitUntilState.NetworkIdle });

        foreign.ShouldBeEmpty();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_phone_nothing_but_tables_and_plots_is_wider_than_the_screen()
    {
        var (page, app) = await OpenAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        foreach (var address in Pages.Select(row => row.Data.Item1).Distinct())
        {
            await page.GotoAsync(await FillAsync(app, address));
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, address);
        }
    }

    async Task<(IPage Page, BenchApp App)> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var app = await boards.OnAsync(Database.Sqlite);
        return (await chromium.OpenAsync(new(options ?? new()) { BaseURL = app.Address.ToString() }), app);
    }

    static async Task<string> FillAsync(BenchApp app, string address)
    {
        using var client = app.Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?limit=2", Web))!.Rows;
        return address.Replace("{model}", $"{rows[0].Model.Id}").Replace("{other}", $"{rows[1].Model.Id}").Replace("{evaluation}", $"{rows[0].EvaluationId}");
    }
}
