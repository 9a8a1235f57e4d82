using System.Net;
using System.Net.Http.Json;

namespace Bench.Tests.Api.Pages;

/// <summary>Teams, and who may see an entry, in a browser without JavaScript.</summary>
public sealed class TeamPagesTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_team_is_made_filled_shared_with_and_left_by_forms(Database database)
    {
        var app = await apps.OnAsync(database);
        var (ada, adasKey) = await KeyAsync(app, "ada");
        var (bob, bobsKey) = await KeyAsync(app, "bob");
        using var operators = await PageForms.SignedInAsync(app, app.OperatorKey);
        using var owner = await PageForms.SignedInAsync(app, adasKey);
        using var member = await PageForms.SignedInAsync(app, bobsKey);
        using var stranger = app.Reader();

        (await owner.GetStringAsync("/teams")).ShouldContain(ada);
        await ShouldRedirectAsync(operators.PostFormAsync("/teams", "/teams", ("name", "vision lab")));
        var team = Between(await operators.GetStringAsync("/teams"), "name=\"team\" value=\"", "\"");
        await ShouldRedirectAsync(
            operators.PostFormAsync("/teams", "/teams?handler=Member", ("team", team), ("key", ada), ("owner", "true"))
        );
        await ShouldRedirectAsync(owner.PostFormAsync("/teams", "/teams?handler=Member", ("team", team), ("key", bob)));
        (await member.GetStringAsync("/teams")).ShouldContain("vision lab");

        var model = await SubmitAsync(app, adasKey, $"team:{team}", "2199-01-01T09:00");
        (await member.GetStringAsync(model)).ShouldContain("team vision lab until 2199-01-01 09:00 UTC");
        (await member.GetStringAsync("/teams")).ShouldContain(model);
        (await member.GetStringAsync("/models")).ShouldContain("<td>team vision lab until");
        (await stranger.GetAsync(model)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.GetStringAsync(model)).ShouldNotContain("handler=Share", customMessage: "it is not the member's to change");

        await ShouldRedirectAsync(owner.PostFormAsync(model, $"{model}?handler=Share", ("audience", "private")));
        (await member.GetAsync(model)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ShouldRedirectAsync(owner.PostFormAsync(model, $"{model}?handler=Share", ("audience", "public"), ("publicFrom", "")));
        (await stranger.GetAsync(model)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await ShouldRedirectAsync(member.PostFormAsync("/teams", "/teams?handler=Remove", ("team", team), ("key", bob)));
        (await member.GetStringAsync("/teams")).ShouldNotContain("vision lab");
        await ShouldRedirectAsync(operators.PostFormAsync("/teams", "/teams?handler=End", ("team", team)));
    }

    [Fact]
    public async Task An_entry_is_described_by_its_owner_alone()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        var (_, key) = await KeyAsync(app, "grace");
        var (_, another) = await KeyAsync(app, "mallory");
        using var owner = await PageForms.SignedInAsync(app, key);
        using var other = await PageForms.SignedInAsync(app, another);
        var model = await SubmitAsync(app, key, "public", "");
        (string, string)[] texts = [("name", "renamed"), ("license", "Zlib"), ("tags", "cnn, small"), ("description", "one\r\ntwo")];

        (await owner.GetStringAsync(model)).ShouldContain("handler=Describe");
        (await other.GetStringAsync(model)).ShouldNotContain("handler=Describe");
        using var refused = await other.PostFormAsync("/sign-in", $"{model}?handler=Describe", texts);
        await ShouldRedirectAsync(owner.PostFormAsync(model, $"{model}?handler=Describe", texts));
        await ShouldRedirectAsync(owner.PostFormAsync(model, $"{model}?handler=Describe", ("name", "renamed"), ("tags", "cnn")));

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await owner.GetStringAsync(model);
        page.ShouldContain("<h1>renamed</h1>");
        page.ShouldNotContain("Zlib");
        var changes = await owner.GetStringAsync($"/api/v1{model}/changes");
        changes.ShouldContain("cnn,small");
        changes.ShouldContain("one\\ntwo");
    }

    [Fact]
    public async Task What_may_not_be_changed_is_told_on_the_page()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        var (_, key) = await KeyAsync(app, "eve");
        using var browser = await PageForms.SignedInAsync(app, key);
        using var stranger = PageForms.Browser(app);
        var model = await SubmitAsync(app, key, "public", "");

        using var made = await browser.PostFormAsync("/sign-in", "/teams", ("name", "mine"));
        using var nobody = await stranger.PostFormAsync("/sign-in", "/teams", ("name", "mine"));
        using var forged = await browser.PostAsync("/teams", new FormUrlEncodedContent([new("name", "mine")]));
        using var past = await browser.PostFormAsync(
            model,
            $"{model}?handler=Share",
            ("audience", "private"),
            ("publicFrom", "2001-01-01T00:00")
        );
        using var theirs = await browser.PostFormAsync(model, $"{model}?handler=Share", ("audience", $"team:{Guid.NewGuid()}"));

        made.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        nobody.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        past.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await past.Content.ReadAsStringAsync()).ShouldContain("in the future");
        (await theirs.Content.ReadAsStringAsync()).ShouldContain("you belong to no team");
    }

    /// <returns>Address of the entry's page.</returns>
    static async Task<string> SubmitAsync(BenchApp app, string key, string audience, string publicFrom)
    {
        using var browser = app.Reader();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(key), "key" },
            { new ByteArrayContent(TinyModel.Create(2, seed: 71)), "file", "tiny.onnx" },
            { new StringContent("shared"), "name" },
            { new StringContent("""{"input_size": [3, 8, 8]}"""), "preprocessing" },
            { new StringContent(audience), "audience" },
            { new StringContent(publicFrom), "publicFrom" },
        };
        using var sent = await browser.PostAsync("/submit", form);
        return sent.RequestMessage!.RequestUri!.AbsolutePath is { } path && path.StartsWith("/models/", StringComparison.Ordinal)
            ? path
            : throw new InvalidOperationException(await sent.Content.ReadAsStringAsync());
    }

    static async Task ShouldRedirectAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    static string Between(string text, string before, string after) => text.Split(before)[1].Split(after)[0];

    static async Task<(string Id, string Key)> KeyAsync(BenchApp app, string name)
    {
        using var client = app.WithKey();
        using var answer = await client.PostAsJsonAsync("/api/v1/keys", new { name, role = "submitter" });
        var key = await answer.JsonAsync(HttpStatusCode.Created);
        return (key.GetProperty("id").GetString()!, key.GetProperty("key").GetString()!);
    }
}
