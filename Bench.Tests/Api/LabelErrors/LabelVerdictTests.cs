using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.LabelErrors;

public sealed class LabelVerdictTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Verdicts_become_a_label_set_under_which_the_board_is_scored_by_itself(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.WithKey();
        await SayAsync(client, "0", new { verdict = "guessed", @class = "1" });
        await SayAsync(
            client,
            "1",
            new
            {
                verdict = "both",
                @class = "n01491361",
                note = "two in the picture",
            }
        );
        await SayAsync(client, DoubtedBoard.Name(2), new { verdict = "unclear" });
        await SayAsync(client, "3", new { verdict = "given" });
        await SayAsync(client, "3", new { verdict = "neither" });

        var listed = (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/verdicts?limit=3"));
        listed
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("verdict").GetString())
            .ShouldBe(["guessed", "both", "unclear"]);
        listed.GetProperty("items")[1].GetProperty("class").GetProperty("index").GetInt32().ShouldBe(3);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/datasets/doubted/verdicts?cursor={listed.GetProperty("next").GetString()}"))
            .GetProperty("items")[0]
            .GetProperty("verdict")
            .GetString()
            .ShouldBe("neither");

        var made = await MakeAsync(client, HttpStatusCode.Created);
        made.GetProperty("version").GetInt32().ShouldBe(1);
        made.GetProperty("kind").GetString().ShouldBe("set");
        made.GetProperty("used").GetInt32().ShouldBe(38);
        made.GetProperty("excluded").ToString().ShouldBe("""{"unclear":1,"neither":1}""");
        var id = made.GetProperty("id").GetString();
        var scored = await client.UntilAsync(
            $"/api/v1/label-sets/{id}",
            set => set.GetProperty("scored").GetInt32() == set.GetProperty("toScore").GetInt32()
        );
        (scored.GetProperty("scored").GetInt32(), scored.GetProperty("failed").GetInt32()).ShouldBe((4, 0));
        var rows = (await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=doubted&labelSet=corrected")).GetProperty(
            "rows"
        );
        // Alpha: right on 0 now, wrong on 1 (it says 2; 1 and 3 are right) and on 4, of 38.
        rows[0].GetProperty("model").GetProperty("name").GetString().ShouldBe("alpha");
        rows[0].GetProperty("value").GetDouble().ShouldBe(36 / 38.0, 1e-12);

        (await MakeAsync(client, HttpStatusCode.Created)).GetProperty("id").GetString().ShouldBe(id, "nothing has changed");
        using (var gone = await client.DeleteAsync("/api/v1/datasets/doubted/verdicts/2"))
            gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await MakeAsync(client, HttpStatusCode.Created)).GetProperty("version").GetInt32().ShouldBe(2);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/label-sets/{id}")).GetProperty("isCurrent").GetBoolean().ShouldBeFalse();
        var candidate = (
            await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/label-errors?judged=true&limit=1")
        ).GetProperty("items")[0];
        candidate.GetProperty("verdict").GetString().ShouldBe("guessed");
    }

    [Theory]
    [BothDatabases("""{"verdict": "guessed"}""", 422, "verdict-invalid", LongOnSqlite = true)]
    [BothDatabases("""{"verdict": "both", "class": "n00000000"}""", 422, "verdict-invalid", LongOnSqlite = true)]
    [BothDatabases("""{"verdict": "given", "class": "1"}""", 422, "verdict-invalid", LongOnSqlite = true)]
    [BothDatabases("""{"verdict": "neither", "note": "a\u202eb"}""", 422, "verdict-invalid", LongOnSqlite = true)]
    [BothDatabases("""{"verdict": "perhaps"}""", 400, "request-invalid", LongOnSqlite = true)]
    public async Task A_verdict_that_says_too_little_or_too_much_is_refused(Database database, string body, int status, string code)
    {
        using var client = (await board.OnAsync(database)).WithKey();
        using var answer = await client.PutAsync("/api/v1/datasets/doubted/verdicts/30", new StringContent(body, null, "application/json"));
        await answer.ShouldBeProblemAsync(status, code);
        using var none = await client.DeleteAsync("/api/v1/datasets/doubted/verdicts/30");
        await none.ShouldBeProblemAsync(404, "verdict-not-found");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Only_an_operator_judges_and_makes_label_sets(Database database)
    {
        var app = await board.OnAsync(database);
        using var reader = app.Reader();
        using var submitter = app.WithKey(await app.KeyAsync("submitter"));
        using var client = app.WithKey();

        using (var missing = await reader.PutAsJsonAsync("/api/v1/datasets/doubted/verdicts/0", new { verdict = "given" }))
            await missing.ShouldBeProblemAsync(401, "key-missing");
        using (var role = await submitter.PostAsJsonAsync("/api/v1/datasets/doubted/verdicts/label-set", new { key = "mine" }))
            await role.ShouldBeProblemAsync(403, "key-role");
        using (var none = await client.PostAsJsonAsync("/api/v1/datasets/doubted/verdicts/label-set", new { key = "mine" }))
            await none.ShouldBeProblemAsync(409, "verdicts-missing");
        using (var reserved = await client.PostAsJsonAsync("/api/v1/datasets/doubted/verdicts/label-set", new { key = "original" }))
            await reserved.ShouldBeProblemAsync(409, "label-set-key-reserved");
        using (
            var remarks = await client.PostAsJsonAsync(
                "/api/v1/datasets/doubted/verdicts/label-set",
                new { key = "mine", @base = "mistakes" }
            )
        )
            await remarks.ShouldBeProblemAsync(409, "label-set-not-labels");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/label-sets?dataset=doubted"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(set => set.GetProperty("key").GetString() == "mistakes")
            .GetProperty("toScore")
            .GetInt32()
            .ShouldBe(0, "annotations are never scored");
    }

    static async Task SayAsync(HttpClient client, string image, object verdict)
    {
        using var answer = await client.PutAsJsonAsync($"/api/v1/datasets/doubted/verdicts/{image}", verdict);
        await answer.JsonAsync(HttpStatusCode.OK);
    }

    static async Task<JsonElement> MakeAsync(HttpClient client, HttpStatusCode status)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/datasets/doubted/verdicts/label-set", new { key = "corrected" });
        return await answer.JsonAsync(status);
    }
}
