using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Api.Compare;

public sealed class CompareTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory, BothDatabases]
    public async Task Counts_difference_and_differing_images_agree_with_the_board(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var board = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!;
        var (best, worst) = (board.Rows[0], board.Rows[^1]);

        var compared = (await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?a={best.Model.Id}&b={worst.Model.Id}&limit=10000", Web))!;

        compared.N.ShouldBe(400);
        compared.BothRight.ShouldBe((int)Math.Round(best.Value!.Value * 400) - compared.OnlyA);
        compared.Difference.Value!.Value.ShouldBe(best.Value.Value - worst.Value!.Value, 1e-9);
        compared.Difference.CiLow!.Value.ShouldBeGreaterThan(0);
        compared.McNemar.PValue.ShouldBeLessThan(1e-6);
        compared.Images.Count(image => image.Right == "a").ShouldBe(compared.OnlyA);
        compared.Images.Count(image => image.Right == "b").ShouldBe(compared.OnlyB);
    }

    [Theory, BothDatabases]
    public async Task Only_images_that_both_used_are_compared(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var board = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?labelSet=real", Web))!;

        var compared = (await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?a={board.Rows[0].Model.Id}&b={board.Rows[1].Model.Id}&labelSet=real", Web))!;

        compared.N.ShouldBe(375);
        compared.Images.ShouldAllBe(image => image.Index % 16 != 3);
    }

    [Theory, BothDatabases]
    public async Task A_model_that_is_not_on_the_board_is_named(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync($"/api/v1/compare?a={Guid.Empty}&b={Guid.Empty}&dataset=imagenet-val");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("model-not-on-board");
    }
}
