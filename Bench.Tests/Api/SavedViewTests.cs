using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;

namespace Bench.Tests.Api;

/// <summary>Views with a name, tags, boards in other people's pages, and the feed of changes.</summary>
public sealed class SavedViewTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    [Theory, BothDatabases]
    public async Task A_saved_view_has_a_short_link_until_its_owner_deletes_it(Database database)
    {
        var app = await boards.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        using var reader = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        const string Address = "/?metric=ece&columns=top1";

        using var saved = await owner.PostAsJsonAsync("/api/v1/views", new { name = "Calibration", address = Address });
        var view = await saved.JsonAsync(HttpStatusCode.Created);
        var link = view.GetProperty("link").GetString()!;
        using var followed = await reader.GetAsync(link);
        using var forbidden = await other.DeleteAsync($"/api/v1/views/{view.GetProperty("code").GetString()}");

        followed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        followed.Headers.Location!.OriginalString.ShouldBe(Address);
        (await reader.GetStringAsync("/api/v1/views")).ShouldContain("Calibration");
        (await reader.GetStringAsync("/views")).ShouldContain("Calibration");
        await forbidden.ShouldBeProblemAsync(403, "not-owner");
        using var deleted = await owner.DeleteAsync($"/api/v1/views/{view.GetProperty("code").GetString()}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await reader.GetAsync(link);
        await gone.ShouldBeProblemAsync(404, "view-not-found");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/models")]
    [InlineData("")]
    public async Task A_short_link_leads_to_pages_of_this_service_alone(string address)
    {
        var app = await boards.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var answer = await client.PostAsJsonAsync("/api/v1/views", new { name = "x", address });

        await answer.ShouldBeProblemAsync(422, "view-invalid");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Tags_are_changed_listed_and_filtered_by(Database database)
    {
        await using var app = await SeededBoards.StartAsync(database);
        using var client = app.WithKey();
        var first = (await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/leaderboard?limit=1")).GetProperty("rows")[0];
        var id = first.GetProperty("model").GetProperty("id").GetString();

        using var changed = await client.PatchAsJsonAsync($"/api/v1/models/{id}", new { tags = new[] { "Distilled", "edge", "edge" } });
        using var refused = await client.PatchAsJsonAsync($"/api/v1/models/{id}", new { tags = new[] { "two words" } });

        (await changed.JsonAsync(HttpStatusCode.OK))
            .GetProperty("tags")
            .EnumerateArray()
            .Select(tag => tag.GetString())
            .ShouldBe(["distilled", "edge"]);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("two words");
        (await client.GetStringAsync("/api/v1/leaderboard.csv?tag=edge,DISTILLED")).Split("\r\n").Length.ShouldBe(3, "head, one row, end");
        (await client.GetStringAsync("/?tag=edge")).ShouldContain("distilled</a>");
        (await client.GetStringAsync($"/api/v1/models/{id}/changes")).ShouldContain("distilled,edge");
    }

    [Theory, BothDatabases]
    public async Task A_board_may_be_framed_and_shown_as_a_picture_and_nothing_else_may(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();

        using var frame = await client.GetAsync("/embed/board?metric=ece&limit=5");
        var picture = XDocument.Parse(await client.GetStringAsync("/embed/board.svg?limit=5"));

        frame.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("frame-ancestors *");
        (await frame.Content.ReadAsStringAsync()).Split("<tr>").Length.ShouldBe(1 + 1 + 5);
        picture.Root!.Descendants().Count(element => element.Attribute("class")?.Value == "bar").ShouldBe(5);
        using var page = await client.GetAsync("/");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("frame-ancestors 'none'");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_feed_names_what_came_and_a_rank_has_a_history(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        XNamespace atom = "http://www.w3.org/2005/Atom";

        var feed = XDocument.Parse(await client.GetStringAsync("/changes.atom"));
        var board = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/leaderboard");
        var last = board.GetProperty("rows").EnumerateArray().Last();
        var ranks = await client.GetFromJsonAsync<System.Text.Json.JsonElement>(
            $"/api/v1/models/{last.GetProperty("model").GetProperty("id").GetString()}/ranks"
        );

        using var first = await client.GetAsync("/changes.atom");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/changes.atom");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request);

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        feed.Root!.Elements(atom + "entry").Count().ShouldBeInRange(16, 50);
        feed.Root.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value).ShouldBeUnique();
        ranks[0].GetProperty("rank").GetInt32().ShouldBe(last.GetProperty("rank").GetInt32());
        var history = ranks[0].GetProperty("history").EnumerateArray().ToList();
        history[^1].GetProperty("rank").GetInt32().ShouldBe(last.GetProperty("rank").GetInt32());
        history.Select(step => step.GetProperty("rank").GetInt32()).ShouldBeInOrder();
    }
}
