using System.Net;

namespace Bench.Tests.Api.Pages;

/// <summary>A service on its first day: no dataset, no model, nobody's work. Each page says so, and what leads out.</summary>
public sealed class EmptyPagesTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory]
    [InlineData("/", "Nothing measured yet", "/submit")]
    [InlineData("/scatter", "There is no dataset yet", "/submit")]
    [InlineData("/compare", "There is no dataset yet", "/submit")]
    [InlineData("/mistakes", "There is no dataset yet", "/submit")]
    [InlineData("/label-errors", "There is no dataset yet", "/submit")]
    [InlineData("/slices", "There is no dataset yet", "/submit")]
    [InlineData("/shape-bias", "Shape bias is read from images with two cues", "/datasets")]
    [InlineData("/models", "No model has been submitted yet", "/submit")]
    [InlineData("/models?q=nothing", "No model fits", "/submit")]
    [InlineData("/evaluations", "No evaluation has been started yet", "/submit")]
    [InlineData("/evaluations?state=failed", "No evaluation fits", "/submit")]
    [InlineData("/datasets", "There is no dataset yet", "/submit")]
    [InlineData("/label-sets", "There is no dataset yet", "/submit")]
    [InlineData("/queue", "Nothing waits and nothing runs", "/evaluations")]
    [InlineData("/views", "There are none yet", "/")]
    [InlineData("/teams", "Sign in", "/sign-in?back=/teams")]
    [InlineData("/suites", "sets are here; not here", "/swagger")]
    [InlineData("/log", "Entries", "/api/v1/log")]
    [InlineData("/submit", "No dataset is ready yet", "/api/v1/models")]
    public async Task A_page_without_anything_says_so_and_what_leads_out(string address, string words, string way)
    {
        using var reader = (await apps.OnAsync(Database.Sqlite)).Reader();
        using var answer = await reader.GetAsync(address);
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        page.ShouldContain(words);
        page.ShouldContain(way);
        page.ShouldNotContain("NaN");
        page.ShouldNotContain("0 of 0");
    }

    [Theory]
    [InlineData("/models?mine=true", "You have submitted no model yet")]
    [InlineData("/evaluations?mine=true", "You have started no evaluation yet")]
    [InlineData("/teams", "belongs to no team")]
    public async Task Whoever_is_signed_in_and_has_nothing_is_told_so(string address, string words)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var browser = await PageForms.SignedInAsync(app, await app.KeyAsync("submitter", "newcomer"));

        (await browser.GetStringAsync(address)).ShouldContain(words);
    }
}
