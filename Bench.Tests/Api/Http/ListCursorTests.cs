using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Http;
using Bench.Service.Refusals;
using Bench.Tests.Clients;

namespace Bench.Tests.Api.Http;

/// <summary>A cursor says where one list goes on; given to another it would silently answer a wrong part.</summary>
public sealed class ListCursorTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    [Fact]
    public async Task Every_list_of_the_contract_refuses_the_cursors_of_all_others()
    {
        using var client = (await boards.OnAsync(Database.Sqlite)).WithKey();
        using var made = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.org/hook" });
        var webhook = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var board = await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?limit=2");
        var models = board.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("model").GetProperty("id").GetString()!);
        var evaluation = board.GetProperty("rows")[0].GetProperty("evaluationId").GetString()!;
        var (first, second) = (models.First(), models.Last());
        var lists = Contract
            .Operations.Where(each => each.Operation["parameters"]?.AsArray().Any(parameter => $"{parameter!["name"]}" == "cursor") == true)
            .Select(each => (each.Path, Address: Address(each.Path)))
            .ToList();
        var cursors = new Dictionary<string, string>();
        foreach (var (path, address) in lists)
        {
            using var answer = await client.GetAsync($"{address}limit=1");
            if (answer is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "application/json" })
                if ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("next").GetString() is { } next)
                    cursors[path] = next;
        }

        var (refused, taken) = (0, new List<string>());
        foreach (var (path, address) in lists)
        foreach (var (other, cursor) in cursors)
        {
            using var whole = await client.GetAsync(address);
            if (whole.StatusCode != HttpStatusCode.OK)
                continue;
            using var answer = await client.GetAsync($"{address}cursor={cursor}");
            if (ListOf(path) == ListOf(other))
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} {other}");
            else if (answer.StatusCode == HttpStatusCode.BadRequest)
                refused += (await answer.ShouldBeProblemAsync(400, "cursor-invalid")).ValueKind == JsonValueKind.Object ? 1 : 0;
            else
                taken.Add($"{path} takes the cursor of {other}: {answer.StatusCode}");
        }

        taken.ShouldBeEmpty();
        lists.Count.ShouldBeGreaterThan(20);
        cursors.Keys.ShouldContain("/api/v1/compare");
        cursors.Keys.ShouldContain("/api/v1/metrics");
        refused.ShouldBeGreaterThan(100);

        string Address(string path)
        {
            var filled = path.Replace("{key}", "imagenet-val", StringComparison.Ordinal)
                .Replace("/evaluations/{id}", $"/evaluations/{evaluation}", StringComparison.Ordinal)
                .Replace("/models/{id}", $"/models/{first}", StringComparison.Ordinal)
                .Replace("/webhooks/{id}", $"/webhooks/{webhook}", StringComparison.Ordinal);
            return $"{filled}?{(path.Contains("/compare", StringComparison.Ordinal) ? $"a={first}&b={second}&" : "")}"
                + (path.EndsWith("/verdict", StringComparison.Ordinal) ? "margin=0.01&" : "");
        }
    }

    /// <summary>The forms of a board are one list, and so are the images on which two models differ.</summary>
    static string ListOf(string path) =>
        path.Split('/')[3].Split('.')[0] is "leaderboard" or "compare" ? path.Split('/')[3].Split('.')[0] : path;

    [Theory]
    [InlineData("leaderboard?metric=nll", "metric=top1", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&labelSet=real", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&dataset=imagenetv2-matched-frequency", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&sort=name", false)]
    [InlineData("leaderboard?metric=nll&sort=name", "metric=nll&sort=-name", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&q=resnet", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&maxParameters=10M", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&bestPerOwner=true", false)]
    [InlineData("leaderboard?metric=nll", "metric=nll&columns=top5", true)]
    [InlineData("leaderboard", "metric=top1&dataset=imagenet-val&labelSet=original", true)]
    [InlineData("models", "name=resnet", false)]
    [InlineData("evaluations", "state=completed", false)]
    [InlineData("evaluations?state=completed", "STATE=COMPLETED", true)]
    [InlineData("evaluations?state=completed&dataset=imagenet-val", "dataset=imagenet-val&state=completed", true)]
    [InlineData("label-sets", "all=true", false)]
    public async Task A_cursor_is_for_what_decides_which_items_come_in_which_order(string list, string other, bool isTaken)
    {
        using var client = (await boards.OnAsync(Database.Sqlite)).Reader();
        var part = await client.GetFromJsonAsync<JsonElement>($"/api/v1/{list}{(list.Contains('?') ? '&' : '?')}limit=2");
        var cursor = part.GetProperty("next").GetString().ShouldNotBeNull();

        using var answer = await client.GetAsync($"/api/v1/{list.Split('?')[0]}?{other}&limit=3&cursor={cursor}");

        if (isTaken)
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            (await answer.ShouldBeProblemAsync(400, "cursor-invalid"))
                .GetProperty("nextStep")
                .GetString()!
                .ShouldStartWith("Ask again without cursor");
    }

    [Fact]
    public void A_cursor_that_was_cut_or_changed_in_any_character_is_refused()
    {
        var cursor = ListCursor.Write("a list", "17 ünïcode");
        ListCursor.Read("a list", cursor).ShouldBe("17 ünïcode");
        var damaged = Enumerable
            .Range(1, cursor.Length - 1)
            .Select(length => cursor[..length])
            .Concat(
                from place in Enumerable.Range(0, cursor.Length)
                from bit in Enumerable.Range(0, 7)
                select $"{cursor[..place]}{(char)(cursor[place] ^ (1 << bit))}{cursor[(place + 1)..]}"
            )
            .Concat([$"{cursor}A", $"{cursor}=", $" {cursor}", "%%%", "AAAA", new string('A', 5000)]);

        foreach (var each in damaged)
            Should.Throw<RefusalException>(() => ListCursor.Read("a list", each), each).Failure.Code.ShouldBe("cursor-invalid");
    }

    [Fact]
    public void A_cursor_whose_place_is_no_place_of_the_list_is_refused() =>
        Should
            .Throw<RefusalException>(() => ListCursor.Read<int>("a list", ListCursor.Write("a list", "first")))
            .Failure.Code.ShouldBe("cursor-invalid");
}
