using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Tests.Api.Robustness;

namespace Bench.Tests.Api.Pages;

/// <summary>What the board tells of whose a row is: the team that sees it, the tries before it, and who is reading.</summary>
public sealed partial class OwnRowsTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const int Images = 40;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_row_of_a_team_has_its_name_for_members_and_is_not_there_for_others(Database database)
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        using var madeKey = await operators.PostAsJsonAsync("/api/v1/keys", new { name = "ada", role = "submitter" });
        var key = await madeKey.JsonAsync(HttpStatusCode.Created);
        using var owner = app.WithKey(key.GetProperty("key").GetString());
        await ImportAsync(app, operators, "shared");
        using var made = await operators.PostAsJsonAsync("/api/v1/teams", new { name = "vision lab" });
        var team = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var added = await operators.PutAsJsonAsync($"/api/v1/teams/{team}/members/{key.GetProperty("id").GetString()}", new { });
        added.EnsureSuccessStatusCode();
        await SubmitAsync(owner, "shared", "open to all", wrong: 9);
        await SubmitAsync(owner, "shared", "the lab's own", wrong: 8, new { visibility = "team", teamId = team });
        await SubmitAsync(owner, "shared", "ada's own", wrong: 7, new { visibility = "private" });
        using var member = await PageForms.SignedInAsync(app, key.GetProperty("key").GetString()!);
        using var stranger = app.Reader();

        var seen = await member.GetStringAsync("/?dataset=shared");
        var others = await stranger.GetStringAsync("/?dataset=shared");

        seen.ShouldContain("3 models");
        RowOf(seen, "the lab&#x27;s own").ShouldContain(">vision lab</small>");
        RowOf(seen, "the lab&#x27;s own").ShouldContain("Not everybody sees this row: team vision lab");
        RowOf(seen, "ada&#x27;s own").ShouldContain(">private</small>");
        RowOf(seen, "open to all").ShouldNotContain("restricted");
        others.ShouldContain("1 model,");
        foreach (var word in new[] { "vision lab", "private", "&#x27;s own" })
            others.ShouldNotContain(word);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Tries_before_stand_beside_the_score_on_board_model_and_csv_and_only_where_somebody_tried_twice(Database database)
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        await ImportAsync(app, operators, "tried");
        await SubmitAsync(owner, "tried", "first", wrong: 12);
        await SubmitAsync(other, "tried", "another's", wrong: 11);
        using var reader = app.Reader();
        (await reader.GetStringAsync("/?dataset=tried")).ShouldNotContain("Tries before");

        await SubmitAsync(owner, "tried", "second", wrong: 6);
        var last = await SubmitAsync(owner, "tried", "third", wrong: 3);
        var board = await reader.GetStringAsync("/?dataset=tried");

        board.ShouldContain("Earlier scored evaluations over this dataset by the same owner, those of deleted models included");
        foreach (var (name, tries) in new[] { ("first", 0), ("another&#x27;s", 0), ("second", 1), ("third", 2) })
            Numbers(RowOf(board, name)).ShouldContain($"{tries}", name);
        var model = await reader.GetStringAsync($"/models/{last.GetProperty("modelId").GetString()}");
        model.ShouldContain("Tries before");
        Numbers(model).ShouldContain("2");
        var csv = (await reader.GetStringAsync("/api/v1/leaderboard.csv?dataset=tried&sort=tries")).Split('\n');
        var place = Array.IndexOf(csv[0].Split(','), "earlier_tries");
        csv.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')[place]).ShouldBe(["0", "0", "1", "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_page_names_whoever_is_signed_in_and_nobody_else()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var grace = await PageForms.SignedInAsync(app, await app.KeyAsync("submitter", "grace"));
        using var alan = await PageForms.SignedInAsync(app, await app.KeyAsync("submitter", "alan"));
        using var stranger = app.Reader();

        foreach (var address in new[] { "/", "/", "/models", "/submit", "/queue" })
        {
            (await grace.GetStringAsync(address)).ShouldContain("Signed in as </span>grace</a>");
            (await alan.GetStringAsync(address)).ShouldContain("Signed in as </span>alan</a>");
            var page = await stranger.GetStringAsync(address);
            page.ShouldContain(">Sign in</a>");
            page.ShouldNotContain("Signed in as");
        }
    }

    /// <summary>The row of the board whose model has that name, in HTML.</summary>
    static string RowOf(string page, string name) =>
        page.Split("<tr").Single(row => row.Contains($">{name}</a>", StringComparison.Ordinal));

    static IEnumerable<string> Numbers(string row) => Cell().Matches(row).Select(cell => cell.Groups[1].Value);

    static Task<JsonElement> ImportAsync(BenchApp app, HttpClient client, string key) =>
        client.ListAsync(app, key, key, [.. Enumerable.Range(0, Images).Select(i => $"{i % 4}")]);

    static Task<JsonElement> SubmitAsync(HttpClient client, string dataset, string name, int wrong, object? sharing = null) =>
        client.SubmitRowsAsync(
            dataset,
            ListDatasets.Answers(i => $"{dataset}{i:00}.jpg", Images, wrong, probability: 0.6),
            sharing is null ? new { name } : new { name, sharing }
        );

    [GeneratedRegex("<td class=\"n[^\"]*\"[^>]*>([^<]*)</td>")]
    private static partial Regex Cell();
}
