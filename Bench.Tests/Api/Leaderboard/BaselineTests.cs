using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Compare;
using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

/// <summary>A board against one of its models.</summary>
public sealed class BaselineTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Every_row_says_how_far_it_is_from_the_baseline_by_the_test_of_the_comparison(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var plain = await BoardAsync(client, "");
        var (baseline, other) = (plain.Rows[4].Model.Id, plain.Rows[0].Model.Id);

        var board = await BoardAsync(client, $"baseline={baseline}");

        board.Baseline!.Model.Id.ShouldBe(baseline);
        board.Rows.Count(row => row.Difference is null).ShouldBe(1, "only the baseline itself has none");
        var pair = await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?a={other}&b={baseline}&dataset=imagenet-val", Web);
        var difference = board.Rows[0].Difference!;
        difference.Value.ShouldBe(pair!.Difference.Value!.Value, 1e-12);
        difference.CiLow.ShouldBe(pair.Difference.CiLow);
        difference.CiHigh.ShouldBe(pair.Difference.CiHigh);
        difference.P.ShouldBe(pair.McNemar.PValue);
        board.Rows.Where(row => row.Difference is not null).ShouldAllBe(row => row.Difference!.PAdjusted >= row.Difference.P);
    }

    [Theory, BothDatabases]
    public async Task A_metric_without_an_outcome_for_each_image_has_a_difference_and_no_test(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var plain = await BoardAsync(client, "metric=ece");

        var board = await BoardAsync(client, $"metric=ece&baseline={plain.Rows[2].Model.Id}");

        var difference = board.Rows[0].Difference!;
        difference.Value.ShouldBe(plain.Rows[0].Value!.Value - plain.Rows[2].Value!.Value, 1e-12);
        difference.P.ShouldBeNull();
        difference.CiLow.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task The_CSV_and_the_tables_have_the_differences_too(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var baseline = (await BoardAsync(client, "")).Rows.Single(row => row.Model.Name == "squeezenet1_1").Model.Id;

        (await client.GetStringAsync($"/api/v1/leaderboard.csv?baseline={baseline}"))
            .Split("\r\n")[0]
            .ShouldContain(",n,no_interval,difference,difference ci_low,difference ci_high,p,p_adjusted");
        var markdown = await client.GetStringAsync($"/api/v1/leaderboard.md?baseline={baseline}&columns=top5");
        markdown.ShouldStartWith("| Rank | Model | Top-1 (%) | 95 % interval | Difference | p (Holm) | Top-5 (%) |");
        markdown.ShouldContain("; differences to squeezenet1\\_1.");
        var latex = await client.GetStringAsync("/api/v1/leaderboard.tex?q=squeezenet1_1");
        latex.ShouldContain("\\begin{tabular}{rlrr}");
        latex.ShouldContain("squeezenet1\\_1");
        (await client.GetStringAsync("/api/v1/leaderboard.csv")).Split("\r\n")[0].ShouldNotContain("difference");
    }

    [Theory, BothDatabases]
    public async Task A_baseline_that_does_not_stand_on_the_board_is_refused(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();

        using var answer = await client.GetAsync($"/api/v1/leaderboard?baseline={Guid.CreateVersion7()}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("model-not-on-board");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_page_pins_the_baseline_and_shows_what_is_more_than_chance(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var rows = (await BoardAsync(client, "")).Rows;

        var page = await client.GetStringAsync($"/?baseline={rows[3].Model.Id}");

        page.ShouldContain("<tbody class=\"pinned\">");
        page.ShouldContain("Differences are to " + rows[3].Model.Name);
        page.ShouldContain("p = ");
    }

    static async Task<LeaderboardResponse> BoardAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<LeaderboardResponse>($"/api/v1/leaderboard?{query}", Web))!;
}
