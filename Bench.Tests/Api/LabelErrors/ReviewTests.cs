using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.LabelErrors;

/// <summary>Several reviewers of one board: <see cref="DoubtedBoard"/>.</summary>
public sealed class ReviewTests
{
    const string Verdicts = "/api/v1/datasets/doubted/verdicts";

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Each_reviewer_has_one_vote_most_decide_and_all_that_was_said_is_kept(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var first = app.WithKey(await app.KeyAsync("operator", "ada"));
        using var second = app.WithKey(await app.KeyAsync("operator", "ben"));
        using var third = app.WithKey(await app.KeyAsync("operator", "cleo"));
        await SayAsync(first, 0, new { verdict = "given" });
        await SayAsync(
            first,
            0,
            new
            {
                verdict = "guessed",
                @class = "1",
                note = "on a second look",
            }
        );
        await SayAsync(second, 0, new { verdict = "given" });
        await SayAsync(second, 1, new { verdict = "neither" });

        var tied = await ListAsync(first);
        tied[0].GetProperty("verdict").ValueKind.ShouldBe(JsonValueKind.Null);
        (tied[0].GetProperty("agreement").GetDouble(), tied[0].GetProperty("votes").GetArrayLength(), tied.Length).ShouldBe((0.5, 2, 2));
        var undecided = await AgreementAsync(first);
        (Number(undecided, "images"), Number(undecided, "votes"), Number(undecided, "several"), Number(undecided, "undecided")).ShouldBe(
            (2, 3, 1, 1)
        );
        var made = await MakeAsync(first);
        made.GetProperty("excluded").ToString().ShouldBe("""{"no-majority":1,"neither":1}""");

        await SayAsync(third, 0, new { verdict = "guessed", @class = "1" });
        var decided = (await ListAsync(first))[0];
        decided.GetProperty("verdict").GetString().ShouldBe("guessed");
        decided.GetProperty("class").GetProperty("index").GetInt32().ShouldBe(1);
        decided.GetProperty("agreement").GetDouble().ShouldBe(2 / 3.0, 1e-12);
        (await MakeAsync(first)).GetProperty("excluded").ToString().ShouldBe("""{"neither":1}""");

        using (var gone = await third.DeleteAsync($"{Verdicts}/0"))
            gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using (var none = await third.DeleteAsync($"{Verdicts}/1"))
            await none.ShouldBeProblemAsync(404, "verdict-not-found"); // the second reviewer's, not one's own
        (await ListAsync(first))[0].GetProperty("votes").GetArrayLength().ShouldBe(2);
        var history = (await first.GetFromJsonAsync<JsonElement>($"{Verdicts}/0/history")).EnumerateArray().ToArray();
        history.Select(each => each.GetProperty("verdict").GetString()).ShouldBe([null, "guessed", "given", "guessed", "given"]);
        history[3].GetProperty("note").GetString().ShouldBe("on a second look");
        (await first.GetStringAsync("/datasets/doubted/images/0")).ShouldContain("nothing is decided");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Candidates_that_no_label_set_lists_form_a_queue_whose_precision_is_told(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.WithKey();
        var all = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/label-errors?minBacking=0");
        var items = all.GetProperty("items").EnumerateArray().ToArray();
        // Images 0 to 6 were reviewed for cleanlab, whatever the reviewers said: somebody has looked at them.
        foreach (var item in items)
            (item.GetProperty("listed").GetArrayLength() > 0).ShouldBe(item.GetProperty("image").GetInt32() < 7, $"{item}");

        var unlisted = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/label-errors?minBacking=0&unlisted=true");
        var queue = unlisted.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("image").GetInt32()).ToArray();
        queue.ShouldBe(items.Select(item => item.GetProperty("image").GetInt32()).Where(image => image >= 7));
        unlisted.GetProperty("here").GetProperty("precision").ValueKind.ShouldBe(JsonValueKind.Null);

        await SayAsync(client, queue[0], new { verdict = "neither" });
        await SayAsync(client, queue[1], new { verdict = "given" });
        await SayAsync(client, queue[2], new { verdict = "unclear" });
        var here = (
            await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/label-errors?minBacking=0&unlisted=true")
        ).GetProperty("here");
        (Number(here, "judged"), Number(here, "wrong"), here.GetProperty("precision").GetDouble()).ShouldBe((2, 1, 0.5));
        var rest = await client.GetFromJsonAsync<JsonElement>(
            "/api/v1/datasets/doubted/label-errors?minBacking=0&unlisted=true&fewerVotes=1"
        );
        rest.GetProperty("matching").GetInt32().ShouldBe(queue.Length - 3);
        var me = (await ListAsync(client))[0].GetProperty("by").GetString();
        foreach (var (reviewer, left) in new[] { (me, queue.Length - 3), ("somebody else", queue.Length) })
            (
                await client.GetFromJsonAsync<JsonElement>(
                    $"/api/v1/datasets/doubted/label-errors?minBacking=0&unlisted=true&notBy={reviewer}"
                )
            )
                .GetProperty("matching")
                .GetInt32()
                .ShouldBe(left);
    }

    static async Task SayAsync(HttpClient client, int image, object verdict)
    {
        using var answer = await client.PutAsJsonAsync($"{Verdicts}/{image}", verdict);
        await answer.JsonAsync(HttpStatusCode.OK);
    }

    static async Task<JsonElement[]> ListAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(Verdicts)).GetProperty("items").EnumerateArray()];

    static Task<JsonElement> AgreementAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>($"{Verdicts}/agreement");

    static async Task<JsonElement> MakeAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync($"{Verdicts}/label-set", new { key = "corrected" });
        return await answer.JsonAsync(HttpStatusCode.Created);
    }

    static int Number(JsonElement element, string property) => element.GetProperty(property).GetInt32();
}
