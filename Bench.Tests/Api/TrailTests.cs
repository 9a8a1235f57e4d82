using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Trail;

namespace Bench.Tests.Api;

/// <summary>Every write is in the audit log: whose key, what, and how it ended.</summary>
public sealed class TrailTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Writes_are_written_down_with_who_what_and_outcome_and_reads_are_not(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        var name = $"auditor {Guid.NewGuid():N}";
        using var submitter = app.WithKey(await app.KeyAsync("submitter", name));

        using var saved = await submitter.PostAsJsonAsync("/api/v1/views", new { name = "v", address = "/" });
        var link = (await saved.JsonAsync(HttpStatusCode.Created)).GetProperty("code").GetString();
        (await submitter.DeleteAsync($"/api/v1/views/{link}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await submitter.DeleteAsync($"/api/v1/views/{link}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await submitter.PostAsJsonAsync("/api/v1/keys", new { name = "x", role = "operator" })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        await submitter.GetAsync("/api/v1/views");

        var mine = (await RowsAsync(admin, "/api/v1/audit?limit=500")).Where(row => row.GetProperty("key").GetString() == name).ToList();
        mine.Select(row =>
                (
                    row.GetProperty("action").GetString(),
                    row.GetProperty("status").GetInt32(),
                    row.GetProperty("code").GetString(),
                    row.GetProperty("made").GetString()
                )
            )
            .ShouldBe([
                ("CreateKey", 403, "key-role", null),
                ("DeleteSavedView", 404, "view-not-found", null),
                ("DeleteSavedView", 204, null, null),
                ("SaveView", 201, null, $"/v/{link}"),
            ]);
        mine[2].GetProperty("path").GetString().ShouldBe($"/api/v1/views/{link}");
        mine.ShouldAllBe(row => row.GetProperty("address").GetString() == "127.0.0.0/24");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_key_in_the_form_of_a_page_is_written_down_as_well(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        var name = $"signer {Guid.NewGuid():N}";
        var key = await app.KeyAsync("reader", name);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        var page = await browser.GetStringAsync("/sign-in");
        var token = page.Split("__RequestVerificationToken\" type=\"hidden\" value=\"") is [_, var rest] ? rest.Split('"')[0] : "";

        using var signedIn = await browser.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = key, ["__RequestVerificationToken"] = token })
        );

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var row = (await RowsAsync(admin, "/api/v1/audit")).First(row => row.GetProperty("key").GetString() == name);
        (row.GetProperty("action").GetString(), row.GetProperty("status").GetInt32()).ShouldBe(("POST /sign-in", 302));
    }

    [Fact]
    public async Task The_log_is_for_operators_comes_in_parts_and_is_asked_by_key_and_operation()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var admin = app.WithKey();
        for (var i = 0; i < 3; i++)
            await app.KeyAsync("reader");
        using var submitter = app.WithKey(await app.KeyAsync("submitter"));

        using var forbidden = await submitter.GetAsync("/api/v1/audit");
        var first = await admin.GetFromJsonAsync<JsonElement>("/api/v1/audit?limit=2&action=CreateKey");
        var second = await RowsAsync(admin, $"/api/v1/audit?limit=2&action=CreateKey&cursor={first.GetProperty("next").GetString()}");
        var nobody = await RowsAsync(admin, $"/api/v1/audit?keyId={Guid.Empty}");

        await forbidden.ShouldBeProblemAsync(403, "key-role");
        var ids = first.GetProperty("items").EnumerateArray().Concat(second).Select(row => row.GetProperty("id").GetGuid()).ToList();
        ids.Count.ShouldBe(4);
        ids.ShouldBe(ids.OrderByDescending(id => id));
        nobody.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(KeptAddress.Network, "192.0.2.77", "192.0.2.0/24")]
    [InlineData(KeptAddress.Network, "::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData(KeptAddress.Network, "2001:db8:1:2::3", "2001:db8:1::/48")]
    [InlineData(KeptAddress.Whole, "192.0.2.77", "192.0.2.77")]
    [InlineData(KeptAddress.None, "192.0.2.77", null)]
    public void As_much_of_an_address_is_kept_as_the_setting_says(KeptAddress kept, string address, string? expected)
    {
        kept.Of(IPAddress.Parse(address)).ShouldBe(expected);
    }

    static async Task<List<JsonElement>> RowsAsync(HttpClient client, string address) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("items").EnumerateArray()];
}
