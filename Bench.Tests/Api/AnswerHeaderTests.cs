using System.Net;

namespace Bench.Tests.Api;

/// <summary>What every answer tells browsers and proxies, whoever made it.</summary>
public sealed class AnswerHeaderTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("/")]
    [InlineData("/bench.css")]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/models/nope")]
    [InlineData("/api/v1/keys")]
    [InlineData("/api/v1/leaderboard.csv")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/hangfire")]
    [InlineData("/metrics")]
    [InlineData("/health/ready")]
    [InlineData("/nowhere")]
    public async Task Every_answer_may_not_be_sniffed_or_framed_and_says_where_it_may_load_from(string address)
    {
        using var client = (await apps.OnAsync(Database.Sqlite)).Reader();

        using var answer = await client.GetAsync(address);

        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("default-src");
    }

    [Theory]
    [InlineData("/models/nope", 404)]
    [InlineData("/nowhere/at/all", 404)]
    [InlineData("/?q=%00", 400)]
    public async Task A_browser_gets_a_problem_as_a_page(string address, int status)
    {
        using var client = (await apps.OnAsync(Database.Sqlite)).Reader();
        foreach (var accept in new[] { Browser, "text/html" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd(accept);

            using var answer = await client.SendAsync(request);
            var page = await answer.Content.ReadAsStringAsync();

            ((int)answer.StatusCode).ShouldBe(status);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            page.ShouldContain("<h1>");
            page.ShouldContain("href=\"/\"");
            page.ShouldContain("Code: <code>");
        }
    }

    [Fact]
    public async Task A_script_gets_a_problem_as_json_whatever_it_accepts()
    {
        using var client = (await apps.OnAsync(Database.Sqlite)).Reader();
        foreach (var accept in new[] { "*/*", "application/json", Browser })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models/nope");
            request.Headers.Accept.ParseAdd(accept);
            using var answer = await client.SendAsync(request);
            await answer.ShouldBeProblemAsync(404, "model-not-found");
        }
    }

    [Fact]
    public async Task A_named_proxy_is_believed_about_the_address_and_nobody_else_is()
    {
        await using var behind = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Proxies:0", "127.0.0.0/8"), ("Bench:Proxies:1", "::1"));
        var open = await apps.OnAsync(Database.Sqlite);

        (await RecipeAsync(behind)).ShouldContain("https://bench.example.org/api/v1");
        (await RecipeAsync(open)).ShouldNotContain("bench.example.org");

        static async Task<string> RecipeAsync(BenchApp app)
        {
            using var client = app.Reader();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/submit");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "bench.example.org");
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_is_refused_at_the_start()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() =>
            BenchApp.StartAsync(Database.Sqlite, ("Bench:Proxies:0", "proxy.example.org"))
        );

        error.Message.ShouldBe("Bench:Proxies has 'proxy.example.org', which is neither an address nor a network such as 10.0.0.0/8.");
    }

    [Fact]
    public async Task The_form_for_a_model_sets_no_cookie()
    {
        using var client = (await apps.OnAsync(Database.Sqlite)).Reader();

        using var answer = await client.GetAsync("/submit");

        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Metrics_that_are_not_open_take_an_operators_key()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:OpenMetrics", "false"));
        using var stranger = app.Reader();
        using var known = app.WithKey();

        using var refused = await stranger.GetAsync("/metrics");
        using var given = await known.GetAsync("/metrics");

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        // Another page, which lies below the same address.
        using var catalogue = await stranger.GetAsync("/metrics/catalogue");
        catalogue.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
