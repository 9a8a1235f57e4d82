using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Api.Http.Below;
using Bench.Tests.Api.Pages;

namespace Bench.Tests.Api.Http;

/// <summary>A service below a path of a host that others use: nothing that it answers leads out of the path.</summary>
public sealed partial class BelowPathTests(BelowPathTests.Service service) : IClassFixture<BelowPathTests.Service>
{
    const string Below = "/bench";
    const int MostPages = 80;

    readonly BenchApp _app = service.App;

    [Fact]
    public async Task No_page_that_a_reader_comes_to_has_a_link_that_leads_out()
    {
        using var reader = PageForms.Browser(_app);
        var (waiting, seen, lost, pages) = (new Queue<string>([Below]), new HashSet<string>(), new List<string>(), 0);
        while (waiting.TryDequeue(out var address) && seen.Count < MostPages)
        {
            // One address of each shape: a board has thousands of links to models.
            if (!seen.Add(Identifier().Replace(address.Split('?', '#')[0], "id")))
                continue;
            using var answer = await reader.GetAsync(address);
            if (answer.Content.Headers.ContentType?.MediaType is not ("text/html" or "image/svg+xml"))
                continue;
            pages += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            foreach (Match link in Links().Matches(await answer.Content.ReadAsStringAsync()))
            {
                var to = WebUtility.HtmlDecode(link.Groups[1].Value);
                if (to.StartsWith('/') && to != Below && !to.StartsWith($"{Below}/", StringComparison.Ordinal))
                    lost.Add($"{address}: {link.Value}");
                else if (to.StartsWith('/'))
                    waiting.Enqueue(to);
            }
        }

        lost.ShouldBeEmpty();
        pages.ShouldBeGreaterThan(20, string.Join('\n', seen));
    }

    [Fact]
    public async Task Answers_of_the_api_lead_to_where_they_are_and_the_proxy_may_take_the_path_off()
    {
        using var client = _app.WithKey();
        var models = JsonDocument.Parse(await client.GetStringAsync($"{Below}/api/v1/models?limit=1")).RootElement;
        var model = models.GetProperty("items")[0].GetProperty("id").GetString();
        foreach (var taken in (string[])["", Below])
        {
            var text = await client.GetStringAsync($"{taken}/api/v1/models/{model}");
            text.ShouldContain($"\"{Below}/api/v1/");
            text.ShouldNotContain("\"/api/v1/");
        }
        var contract = JsonDocument.Parse(await client.GetStringAsync($"{Below}/swagger/v1/swagger.json")).RootElement;
        contract.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(Below);
        contract.GetProperty("paths").TryGetProperty("/api/v1/models", out _).ShouldBeTrue();
        (await client.GetStringAsync($"{Below}/swagger/index.html")).ShouldNotContain("\"/swagger");
        (await client.GetStringAsync($"{Below}/changes.atom")).ShouldContain($"{_app.Address.Authority}{Below}/");
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_signs_in_stays_below_the_path_and_so_does_the_cookie()
    {
        using var browser = PageForms.Browser(_app);
        using var answer = await browser.PostFormAsync($"{Below}/sign-in", $"{Below}/sign-in", ("key", _app.OperatorKey));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        answer.Headers.Location!.ToString().ShouldBe($"{Below}/evaluations?mine=true");
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains($"path={Below}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Recipes_and_embedded_boards_begin_with_the_path()
    {
        using var reader = _app.Reader();
        var at = $"http://{_app.Address.Authority}{Below}";

        var recipes = Outer().Matches(await reader.GetStringAsync($"{Below}/submit")).Select(match => match.Value).ToList();
        var board = WebUtility.HtmlDecode(await reader.GetStringAsync($"{Below}/"));

        recipes.ShouldNotBeEmpty();
        recipes.ShouldAllBe(address => address == at);
        board.ShouldContain($"({at}/embed/board.svg");
        board.ShouldContain($"<iframe src=\"{at}/embed/board");
        board.ShouldNotContain("@query");
    }

    [Fact]
    public async Task What_one_reader_calls_the_host_no_other_is_told()
    {
        using var reader = _app.Reader();
        foreach (var page in new[] { "/", "/submit", "/changes.atom", "/embed/board" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Below}{page}") { Headers = { Host = "evil.example" } };
            using var forged = await reader.SendAsync(request);
            using var answer = await reader.GetAsync($"{Below}{page}");

            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("evil.example", Case.Insensitive, page);
        }
    }

    [Theory, InlineData("bench"), InlineData("/be nch"), InlineData("/a//b"), InlineData("/\"x")]
    public void What_is_no_path_is_refused(string path) =>
        Should.Throw<InvalidOperationException>(() => BelowPath.Checked(path)).Message.ShouldContain("Bench:PathBase");

    [Theory, InlineData(null, null), InlineData("", null), InlineData("/", null), InlineData("/lab/bench/", "/lab/bench")]
    public void A_slash_at_the_end_says_nothing(string? setting, string? path) => BelowPath.Checked(setting).ShouldBe(path);

    [GeneratedRegex(@"\s(?:href|src|action|formaction|data-[a-z-]+)=""([^""]*)""")]
    private static partial Regex Links();

    [GeneratedRegex(@"https?://127[^/]*/[a-z]*")]
    private static partial Regex Outer();

    /// <summary>One for all tests here: they only read.</summary>
    public sealed class Service : IAsyncLifetime
    {
        public BenchApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await SeededBoards.StartAsync(Database.Sqlite, ("Bench:PathBase", Below));

        public async ValueTask DisposeAsync() => await App.DisposeAsync();
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+")]
    private static partial Regex Identifier();
}
