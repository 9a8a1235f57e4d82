using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.Auth;

/// <summary>People who sign in at an identity provider.</summary>
public sealed class OpenIdTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_person_signs_in_at_the_provider_and_is_the_same_submitter_ever_after(Database database)
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var app = await BenchApp.StartAsync(database, Settings(provider));
        using var admin = app.WithKey();
        using var browser = Browser(app);
        (await browser.GetStringAsync("/sign-in?back=%2Fdatasets")).ShouldContain("href=\"/sign-in/openid?back=%2Fdatasets\"");

        using var landed = await browser.GetAsync("/sign-in/openid?back=%2Fdatasets");
        using var again = Browser(app);
        using var twice = await again.GetAsync("/sign-in/openid");

        landed.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/datasets");
        (await browser.GetStringAsync("/sign-in")).ShouldContain("<strong>Person 1234</strong> (submitter)");
        twice.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/evaluations?mine=true");
        var keys = await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys");
        var key = keys.GetProperty("items").EnumerateArray().Single(known => known.GetProperty("name").GetString() == "Person 1234");
        key.GetProperty("subject").GetString().ShouldBe($"{provider.Address} 1234");
        var id = key.GetProperty("id").GetString();
        var rows = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/audit?keyId={id}");
        rows.GetProperty("items")
            .EnumerateArray()
            .Select(row => $"{row.GetProperty("action")} {row.GetProperty("status")} {row.GetProperty("made")}")
            .ShouldBe(
                ["GET /sign-in/openid/callback 302 ", "GET /sign-in/openid/callback 302 ", $"CreateKey 302 /api/v1/keys/{id}"],
                "a first sign-in makes a key, the second one does not"
            );
        using var forged = await browser.PostAsJsonAsync("/api/v1/views", new { name = "x", address = "/" });
        await forged.ShouldBeProblemAsync(401, "key-missing");

        using var revoked = await admin.DeleteAsync($"/api/v1/keys/{id}");
        (await browser.GetStringAsync("/sign-in")).ShouldNotContain("Person 1234");
        using var refused = await browser.GetAsync("/sign-in/openid");
        await refused.ShouldBeProblemAsync(401, "sign-in-failed");
    }

    [Fact]
    public async Task What_the_provider_did_not_say_to_this_browser_opens_nothing()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var app = await BenchApp.StartAsync(Database.Sqlite, Settings(provider));
        using var browser = Browser(app);
        using var other = Browser(app);
        provider.WrongNonce = "of another sign-in";

        using var replayed = await browser.GetAsync("/sign-in/openid");
        using var made = await other.GetAsync("/sign-in/openid/callback?code=1&state=2");
        using var elsewhere = await Browser(app, follow: false).GetAsync("/sign-in/openid?back=//elsewhere.example/");

        await replayed.ShouldBeProblemAsync(401, "sign-in-failed");
        await made.ShouldBeProblemAsync(401, "sign-in-failed");
        elsewhere.Headers.Location!.ToString().ShouldStartWith($"{provider.Address}/authorize");
        (await browser.GetStringAsync("/sign-in")).ShouldNotContain("signed in as");
    }

    [Fact]
    public async Task It_is_off_where_no_provider_is_named()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var browser = Browser(app);

        (await browser.GetStringAsync("/sign-in")).ShouldNotContain("/sign-in/openid");
        (await browser.GetAsync("/sign-in/openid")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static (string, string)[] Settings(IdentityProvider provider) =>
        [
            ("Bench:OpenId:Authority", provider.Address),
            ("Bench:OpenId:ClientId", IdentityProvider.ClientId),
            ("Bench:OpenId:ClientSecret", IdentityProvider.ClientSecret),
            ("Bench:OpenId:RequireHttps", "false"),
        ];

    static HttpClient Browser(BenchApp app, bool follow = true) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = follow }) { BaseAddress = app.Address };
}
