using System.Net;
using System.Net.Http.Json;

namespace Bench.Tests.Api.Pages;

/// <summary>People with a key and a browser: they read a private board and see their own work.</summary>
public sealed class SignInTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_private_board_sends_people_to_the_sign_in_page_and_back(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:OpenReading", "false"));
        using var browser = Browser(app);

        using var refused = await browser.GetAsync("/datasets?x=1");
        refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var signIn = refused.Headers.Location!.OriginalString;
        signIn.ShouldBe("/sign-in?back=%2Fdatasets%3Fx%3D1");
        (await browser.GetAsync("/bench.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var back = await SignInAsync(browser, app.OperatorKey, signIn);
        back.Headers.Location!.OriginalString.ShouldBe("/datasets?x=1");
        (await browser.GetAsync("/datasets?x=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/api/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_cookie_reads_but_never_writes_through_the_API(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var browser = Browser(app);
        using var signedIn = await SignInAsync(browser, app.OperatorKey);
        (await browser.GetStringAsync("/sign-in")).ShouldContain("You are signed in as");

        using var read = await browser.GetAsync("/api/v1/keys");
        using var written = await browser.PostAsJsonAsync("/api/v1/keys", new { name = "forged", role = "operator" });

        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        await written.ShouldBeProblemAsync(401, "key-missing");
    }

    [Fact]
    public async Task A_form_that_another_site_sends_changes_nothing()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var browser = Browser(app);
        using var signedIn = await SignInAsync(browser, app.OperatorKey);

        using var forged = await browser.PostAsync(
            "/evaluations?handler=Cancel",
            new FormUrlEncodedContent([new("id", $"{Guid.NewGuid()}")])
        );

        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_revoked_key_and_a_sign_out_end_the_session()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var admin = app.WithKey();
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", new { name = "visitor", role = "submitter" });
        var key = await made.JsonAsync(HttpStatusCode.Created);
        using var browser = Browser(app);
        using var signedIn = await SignInAsync(browser, key.GetProperty("key").GetString()!);
        (await browser.GetStringAsync("/sign-in")).ShouldContain("<strong>visitor</strong>");

        using var revoked = await admin.DeleteAsync($"/api/v1/keys/{key.GetProperty("id").GetGuid()}");

        (await browser.GetStringAsync("/sign-in")).ShouldNotContain("visitor");
        using var other = await SignInAsync(browser, app.OperatorKey);
        var otherTab = await browser.GetStringAsync("/teams");
        using var ended = await browser.PostFormAsync("/sign-in", "/sign-in?handler=Out");
        (await browser.GetStringAsync("/sign-in")).ShouldNotContain("You are signed in as");
        using var late = await browser.PostAsync("/teams", PageForms.Filled(otherTab, ("name", "of before")));
        await late.ShouldBeProblemAsync(400, "form-outdated");
    }

    [Fact]
    public async Task What_a_key_has_left_stands_on_the_page_of_its_evaluations()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Limits:AttemptsPerDay", "2"));
        var key = await app.KeyAsync("submitter");
        using var browser = Browser(app);
        using var signedIn = await SignInAsync(browser, key);
        using var client = app.WithKey(key);
        using var sent = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "m"}""", TinyModel.Create(2)));

        var page = await browser.GetStringAsync("/evaluations?mine=true");

        page.ShouldContain("1 of 2 attempts a day, 2,000 of 2,000 evaluations a day, 20,000 of 20,000 evaluations a month");
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    public async Task Nobody_is_sent_to_another_site(string back)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var browser = Browser(app);

        using var answer = await SignInAsync(browser, app.OperatorKey, $"/sign-in?back={Uri.EscapeDataString(back)}");

        answer.Headers.Location!.OriginalString.ShouldBe("/evaluations?mine=true");
    }

    static HttpClient Browser(BenchApp app) => PageForms.Browser(app);

    static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key, string address = "/sign-in") =>
        browser.PostFormAsync(address, address, ("key", key));
}
