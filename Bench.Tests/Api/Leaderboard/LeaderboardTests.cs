using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

public sealed class LeaderboardTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory, BothDatabases]
    public async Task Models_stand_best_first_with_rank_intervals_that_hold_their_ranks(Database database)
    {
        var board = await GetAsync(database, "");

        board.Dataset.ShouldBe("imagenet-val");
        board.LabelSet.ShouldBe("original");
        board.Standing.ShouldBe("pairedTests");
        board.Rows.Count.ShouldBe(16);
        board.Rows.Select(row => row.Value!.Value).ShouldBeInOrder(SortDirection.Descending);
        foreach (var row in board.Rows)
        {
            row.Rank.ShouldBe(1 + board.Rows.Count(other => other.Value > row.Value));
            row.RankInterval![0].ShouldBeLessThanOrEqualTo(row.Rank!.Value);
            row.RankInterval[1].ShouldBeGreaterThanOrEqualTo(row.Rank.Value);
            row.CiLow!.Value.ShouldBeLessThan(row.Value!.Value);
            row.N.ShouldBe(400);
        }
        board.Rows[0].TieGroup.ShouldBe(1);
        board.Rows[^1].TieGroup!.Value.ShouldBeGreaterThan(1);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_metric_that_is_better_low_ranks_the_lowest_first(Database database)
    {
        var board = await GetAsync(database, "metric=ece");

        board.HigherIsBetter.ShouldBeFalse();
        board.Standing.ShouldBe("separateIntervals");
        board.Rows.Select(row => row.Value!.Value).ShouldBeInOrder(SortDirection.Ascending);
        board.Rows[0].Rank.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_model_without_the_number_stands_last_and_has_no_rank(Database database)
    {
        var board = await GetAsync(database, "metric=nll");

        var without = board.Rows.Where(row => row.Value is null).ToList();
        without.Count.ShouldBe(2);
        board.Rows.TakeLast(2).ShouldBe(without);
        without.ShouldAllBe(row => row.Rank == null && row.RankInterval == null && row.TieGroup == null && !row.Verified);
        board.Rows.Where(row => row.Rank is not null).Max(row => row.RankInterval![1]).ShouldBeLessThanOrEqualTo(14);
    }

    [Theory, BothDatabases]
    public async Task Columns_come_from_this_view_from_another_label_set_and_from_another_dataset(Database database)
    {
        var board = await GetAsync(database, "columns=top5,real:top1,imagenetv2-matched-frequency:original:top1");
        var real = await GetAsync(database, "labelSet=real");
        var shifted = await GetAsync(database, "dataset=imagenetv2-matched-frequency");

        foreach (var row in board.Rows)
        {
            row.Columns["top5"]!.Value.ShouldBeGreaterThan(row.Value!.Value);
            row.Columns["real:top1"]!.Value.ShouldBe(real.Rows.Single(other => other.Model.Id == row.Model.Id).Value!.Value);
            row.Columns["imagenetv2-matched-frequency:original:top1"]!.Value.ShouldBe(
                shifted.Rows.Single(other => other.Model.Id == row.Model.Id).Value!.Value
            );
        }
        real.Rows[0].N.ShouldBe(375);
    }

    [Theory, BothDatabases]
    public async Task Following_the_cursor_gives_the_whole_board_once(Database database)
    {
        var whole = await GetAsync(database, "metric=nll&sort=-parameters");
        var parts = new List<LeaderboardRow>();
        string? cursor = null;
        do
        {
            var part = await GetAsync(database, $"metric=nll&sort=-parameters&limit=5{(cursor is null ? "" : $"&cursor={cursor}")}");
            part.Rows.Count.ShouldBeLessThanOrEqualTo(5);
            parts.AddRange(part.Rows);
            cursor = part.Next;
        } while (cursor is not null);

        parts.Select(row => row.Model.Id).ShouldBe(whole.Rows.Select(row => row.Model.Id));
        whole.Rows.Select(row => row.Model.Parameters!.Value).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [BothDatabases("q=RESNET", 3)]
    [BothDatabases("architecture=vgg16", 1)]
    [BothDatabases("maxParameters=10000000", 5)]
    [BothDatabases("maxParameters=10M", 5)]
    [BothDatabases("minParameters=25M&maxParameters=60.19M&minMacs=4G", 5)]
    [BothDatabases("precision=fp16", 3)]
    [BothDatabases("verified=false", 2)]
    [BothDatabases("trainingData=21k", 3)]
    [BothDatabases("since=2030-01-01", 0)]
    [BothDatabases("bestPerOwner=true", 1)]
    public async Task A_filter_chooses_rows_and_leaves_ranks_as_they_are(Database database, string filter, int rows)
    {
        var whole = await GetAsync(database, "");
        var some = await GetAsync(database, filter);

        some.Matching.ShouldBe(rows);
        some.Models.ShouldBe(16);
        foreach (var row in some.Rows)
            row.Rank.ShouldBe(whole.Rows.Single(other => other.Model.Id == row.Model.Id).Rank);
    }

    [Theory]
    [BothDatabases("dataset=imagenet-x", "dataset-not-found", "imagenet-val")]
    [BothDatabases("labelSet=truth", "label-set-not-found", "original")]
    [BothDatabases("metric=top0", "metric-unknown", "top1")]
    [BothDatabases("columns=top0", "metric-unknown", "top1")]
    [BothDatabases("sort=beauty", "sort-unknown", "name")]
    public async Task A_name_that_stands_for_nothing_is_refused_with_the_names_that_do(
        Database database,
        string query,
        string code,
        string known
    )
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync($"/api/v1/leaderboard?{query}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("nextStep").GetString()!.ShouldContain(known);
    }

    [Theory, BothDatabases]
    public async Task Every_form_of_a_board_leads_to_the_rows_that_follow(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        foreach (var form in new[] { "", ".csv", ".md", ".tex" })
        {
            var (address, bodies) = ($"/api/v1/leaderboard{form}?dataset=imagenet-val&columns=top5%2Cece&limit=8", new List<string>());
            foreach (var part in Enumerable.Range(0, 2))
            {
                using var answer = await client.GetAsync(address);
                // The second time it is the answer that was kept.
                using var again = await client.GetAsync(address);
                bodies.Add(await answer.Content.ReadAsStringAsync());
                var link = Link(answer);
                Link(again).ShouldBe(link);
                (link is null).ShouldBe(part == 1, form);
                if (link is not null)
                    address = new Uri(answer.RequestMessage!.RequestUri!, link).PathAndQuery;
            }
            bodies[0].ShouldNotBe(bodies[1]);
        }

        static string? Link(HttpResponseMessage answer) =>
            answer.Headers.TryGetValues("Link", out var links) ? links.Single().TrimStart('<').Split(">; rel=\"next\"")[0] : null;
    }

    [Theory, BothDatabases]
    public async Task A_cursor_of_our_own_making_is_needed(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync("/api/v1/leaderboard?cursor=abc!");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("cursor-invalid");
    }

    [Theory, BothDatabases]
    public async Task A_bound_that_is_no_count_is_refused(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync("/api/v1/leaderboard?minParameters=many");
        using var page = await client.GetAsync("/?minParameters=many");

        (await answer.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The parameter 'minParameters' is 'many', which is not a count such as 25000000, 25M or 4.1G.");
        page.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await page.Content.ReadAsStringAsync()).ShouldContain("query-invalid");
    }

    [Theory]
    [BothDatabases("01.02.2026")]
    [BothDatabases("2/1/2026")]
    [BothDatabases("2026-2-1")]
    public async Task A_day_that_could_be_two_is_refused(Database database, string day)
    {
        using var client = (await boards.OnAsync(database)).Reader();

        using var answer = await client.GetAsync($"/api/v1/leaderboard?since={day}");

        (await answer.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("detail")
            .GetString()!
            .ShouldEndWith("which is not a day such as 2026-01-31.");
    }

    [Theory]
    [BothDatabases("datasets", "key")]
    [BothDatabases("label-sets?all=true", "id")]
    public async Task Lists_by_name_come_whole_or_in_parts(Database database, string list, string name)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var whole = await client.GetFromJsonAsync<JsonElement>($"/api/v1/{list}");
        var parts = new List<string>();
        string? cursor = null;
        do
        {
            var part = await client.GetFromJsonAsync<JsonElement>(
                $"/api/v1/{list}{(list.Contains('?') ? '&' : '?')}limit=1&cursor={cursor}"
            );
            parts.AddRange(Names(part));
            cursor = part.GetProperty("next").GetString();
        } while (cursor is not null);
        using var strange = await client.GetAsync($"/api/v1/{list}{(list.Contains('?') ? '&' : '?')}cursor=nobody");
        using var none = await client.GetAsync($"/api/v1/{list}{(list.Contains('?') ? '&' : '?')}limit=0");

        parts.ShouldBe(Names(whole));
        parts.Count.ShouldBeGreaterThan(1);
        whole.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        await strange.ShouldBeProblemAsync(400, "cursor-invalid");
        await none.ShouldBeProblemAsync(400, "limit-invalid");

        List<string> Names(JsonElement page) =>
            [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(name).GetString()!)];
    }

    [Theory, BothDatabases]
    public async Task The_csv_holds_the_rows_of_the_json(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var board = await GetAsync(database, "columns=ece&limit=4");
        var lines = (await client.GetStringAsync("/api/v1/leaderboard.csv?columns=ece&limit=4")).TrimEnd().Split("\r\n");

        lines.Length.ShouldBe(5);
        lines[0].ShouldStartWith("rank,rank_low,rank_high,tie_group,model_id,model,");
        for (var i = 0; i < 4; i++)
        {
            var fields = lines[i + 1].Split(',');
            fields[0].ShouldBe($"{board.Rows[i].Rank}");
            fields[4].ShouldBe($"{board.Rows[i].Model.Id}");
            double.Parse(fields[Array.IndexOf(lines[0].Split(','), "top1")]).ShouldBe(board.Rows[i].Value!.Value);
        }
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Who_has_the_board_already_is_told_so_until_it_changes(Database database)
    {
        await using var app = await SeededBoards.StartAsync(database);
        using var client = app.Reader();
        using var first = await client.GetAsync("/api/v1/leaderboard");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var same = await client.GetAsync("/api/v1/leaderboard");

        using var owner = app.WithKey();
        var best = (await first.Content.ReadFromJsonAsync<LeaderboardResponse>(Web))!.Rows[0].Model.Id;
        using var removed = await owner.DeleteAsync($"/api/v1/models/{best}");
        using var changed = await client.GetAsync("/api/v1/leaderboard");

        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.Content.ReadFromJsonAsync<LeaderboardResponse>(Web))!.Rows.Count.ShouldBe(15);
    }

    async Task<LeaderboardResponse> GetAsync(Database database, string query)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        return (await client.GetFromJsonAsync<LeaderboardResponse>($"/api/v1/leaderboard?{query}", Web))!;
    }
}
