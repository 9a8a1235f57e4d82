using Bench.Tests.Api.Pages;
using Microsoft.Playwright;

namespace Bench.Tests.Api.LabelErrors;

/// <summary>Mistakes, slices and doubted labels as a person with a keyboard works through them: over a <see cref="DoubtedBoard"/>, where
/// alpha is wrong on images 0 to 4.</summary>
public sealed class ReviewBrowserTests(DoubtedBoard board, Chromium chromium)
    : IClassFixture<DoubtedBoard>,
        IClassFixture<Chromium>,
        IAsyncDisposable
{
    readonly List<IBrowserContext> _open = [];

    [Fact]
    public async Task Mistakes_are_walked_through_by_keys_of_which_no_text_field_loses_one()
    {
        var app = await board.OnAsync(Database.Sqlite);
        var page = await OpenAsync(app);
        var wrong = page.Wrong(app);
        await page.GotoAsync($"/mistakes?evaluation={await EvaluationAsync(app, "alpha")}");

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByLabel("Use these keys")).ToBeVisibleAsync();
        (await page.Locator("[data-keys] kbd").AllInnerTextsAsync()).ShouldBe(["j", "k", "Enter", "n", "p", "?"]);
        await PressAsync(page, "j", "j", "j", "k");
        (await FocusedAsync(page)).ShouldBe("/datasets/doubted/images/1");
        await page.Keyboard.PressAsync("Enter");
        await page.IsAtAsync(new("/images/1$"));
        await Assertions.Expect(page.Locator("[data-neighbours]")).ToContainTextAsync("2 of 5 in the list");
        await page.Keyboard.PressAsync("j");
        await page.IsAtAsync(new("/images/2$"));
        await page.Keyboard.PressAsync("u");
        await page.IsAtAsync(new("/mistakes"));
        await Assertions.Expect(page.Locator("a[href='/datasets/doubted/images/2']")).ToBeFocusedAsync();

        var field = page.GetByLabel("Predicted");
        await field.FocusAsync();
        await PressAsync(page, "j", "k", "n", "?");
        (await field.InputValueAsync()).ShouldBe("jkn?");
        await field.BlurAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByText("Keys", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Use these keys").UncheckAsync();
        await PressAsync(page, "j");
        (await FocusedAsync(page)).ShouldBeEmpty();
        await page.ReloadAsync();
        await PressAsync(page, "j");
        (await FocusedAsync(page)).ShouldBeEmpty("the keys stay off");
        wrong.ShouldBeEmpty();
    }

    [Fact, Long]
    public async Task A_slice_gets_a_name_and_is_found_where_models_and_where_mistakes_are_looked_at()
    {
        var app = await board.OnAsync(Database.Sqlite);
        using (var client = app.WithKey())
            await DoubtedBoard.ImportAsync(
                client,
                "facets",
                "file_name,light\n"
                    + string.Concat(
                        Enumerable.Range(0, DoubtedBoard.Images).Select(i => $"{DoubtedBoard.Name(i)},{(i % 2 == 0 ? "day" : "night")}\n")
                    ),
                "photo"
            );
        var page = await OpenAsync(app, await app.KeyAsync("submitter", "eve"));
        await page.GotoAsync("/?dataset=doubted");
        await page.GetByRole(AriaRole.Link, new() { Name = "By properties of the images" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "night", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Save this slice under a name" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Shots at night");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Shots at night" }).ClickAsync();

        await page.IsAtAsync(new("/slices.*value=night"));
        await Assertions
            .Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Saved slice" }).Locator("[aria-current]"))
            .ToHaveTextAsync("Shots at night");
        await page.GotoAsync($"/mistakes?evaluation={await EvaluationAsync(app, "alpha")}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Shots at night" }).ClickAsync();
        await Assertions.Expect(page.Locator(".lead")).ToContainTextAsync("2 of 40 used images");
        (await page.Locator("ul.thumbs strong a").EvaluateAllAsync<string[]>("all => all.map(each => each.pathname)")).ShouldBe([
            "/datasets/doubted/images/1",
            "/datasets/doubted/images/3",
        ]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Save this list under a name" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Alpha in the dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Alpha in the dark" }).ClickAsync();
        await Assertions.Expect(page.Locator(".lead")).ToContainTextAsync("2 of 40 used images");
    }

    [Fact]
    public async Task Reviewers_judge_by_keys_see_where_they_differ_and_what_each_has_said()
    {
        var app = await board.OnAsync(Database.Sqlite);
        var (ada, ben) = (
            await OpenAsync(app, await app.KeyAsync("operator", "ada")),
            await OpenAsync(app, await app.KeyAsync("operator", "ben"))
        );
        await ada.GotoAsync("/label-errors?dataset=doubted");
        var first = (await ada.Locator("ol.thumbs a").First.GetAttributeAsync("href"))!;
        await PressAsync(ada, "j", "2", "j", "1", "1", "s");
        await Assertions.Expect(ada.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 verdict is saved.");
        await Assertions.Expect(ada.Locator("ol.thumbs li").First).ToContainTextAsync("here: the label is wrong");

        await ben.GotoAsync(first);
        (await ben.Locator("input[type=radio]:checked").CountAsync()).ShouldBe(0, "what another reviewer said is chosen for nobody");
        await PressAsync(ben, "1", "s");
        await Assertions.Expect(ben.Locator("main")).ToContainTextAsync("nothing is decided");
        await PressAsync(ben, "2");
        await Assertions.Expect(ben.GetByPlaceholder("name, wnid or index")).ToBeFocusedAsync();
        await ben.Keyboard.TypeAsync("goldfish");
        await ben.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ben.Locator("main")).ToContainTextAsync("2 reviewers, of whom 100.0 % give the commonest answer");
        await ben.GotoAsync("/label-errors?dataset=doubted");
        await Assertions.Expect(ben.Locator("main")).ToContainTextAsync("Several reviewers looked at 1 image and agree on 1");
        await Assertions.Expect(ben.Locator("main")).ToContainTextAsync("decided about 1 candidate of this list and found 1 wrong");
        await ben.GetByRole(AriaRole.Button, new() { Name = "Make the label set" }).ClickAsync();
        await Assertions.Expect(ben.GetByRole(AriaRole.Status)).ToContainTextAsync("corrected is made");

        await ben.GotoAsync(first);
        await ben.GetByRole(AriaRole.Button, new() { Name = "Take my verdict back" }).ClickAsync();
        await Assertions.Expect(ben.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your verdict is taken back.");
        await ben.GetByText("All that was said").ClickAsync();
        var said = await ben.Locator("details li").Filter(new() { HasText = "UTC" }).AllInnerTextsAsync();
        said.Select(line => line.Split("UTC, ")[1].Split(',')[0])
            .ShouldBe(["ben: taken back", "ben: the label is wrong", "ben: the label is right", "ada: the label is wrong"]);
    }

    async Task<IPage> OpenAsync(BenchApp app, string? key = null)
    {
        var page = await chromium.OpenAsync(new() { BaseURL = app.Address.ToString() });
        _open.Add(page.Context);
        if (key is null)
            return page;
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("a.me").WaitForAsync();
        return page;
    }

    static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key);
    }

    /// <summary>Path of the link in focus; empty where no link is.</summary>
    static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.pathname ?? ''");

    static async Task<string> EvaluationAsync(BenchApp app, string model)
    {
        using var client = app.Reader();
        return (await DoubtedBoard.ModelsAsync(client))[model].Evaluation;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _open)
            await context.CloseAsync();
    }
}
