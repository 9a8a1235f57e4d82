using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Data;
using Bench.Data.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Compare;

public sealed partial class CompareTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory, BothDatabases]
    public async Task Counts_difference_and_differing_images_agree_with_the_board(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var board = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!;
        var (best, worst) = (board.Rows[0], board.Rows[^1]);

        var compared = (
            await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?a={best.Model.Id}&b={worst.Model.Id}&limit=10000", Web)
        )!;

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

        var compared = (
            await client.GetFromJsonAsync<CompareResponse>(
                $"/api/v1/compare?a={board.Rows[0].Model.Id}&b={board.Rows[1].Model.Id}&labelSet=real",
                Web
            )
        )!;

        compared.N.ShouldBe(375);
        compared.Images.ShouldAllBe(image => image.Index % 16 != 3);
    }

    [Fact]
    public async Task A_limit_that_no_answer_has_is_refused()
    {
        using var client = (await boards.OnAsync(Database.Sqlite)).Reader();
        var board = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!;
        var pair = $"a={board.Rows[0].Model.Id}&b={board.Rows[1].Model.Id}";

        foreach (
            var (path, most) in new[]
            {
                ($"compare?{pair}", 10_000),
                ($"compare/verdict?{pair}&margin=0", 10_000),
                ("order-changes?other=real", 1_000),
                ("leaderboard?metric=top1", 1_000),
                ("leaderboard.csv?metric=top1", 1_000),
            }
        )
        foreach (var limit in new[] { -1, most + 1 })
        {
            using var answer = await client.GetAsync($"/api/v1/{path}&limit={limit}");
            var problem = await answer.ShouldBeProblemAsync(400, "limit-invalid");
            problem.ToString().ShouldContain($" to {most} items");
        }
        using var without = await client.GetAsync($"/api/v1/compare?{pair}&limit=0");
        (await without.Content.ReadFromJsonAsync<CompareResponse>(Web))!.Images.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_model_that_is_not_on_the_board_is_named(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync($"/api/v1/compare?a={Guid.Empty}&b={Guid.AllBitsSet}&dataset=imagenet-val");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("model-not-on-board");
    }

    [Theory, BothDatabases]
    public async Task A_model_that_was_never_evaluated_is_called_by_its_name(Database database)
    {
        var app = await boards.OnAsync(database);
        using var client = app.Reader();
        var neverRun = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "never run",
            State = ModelState.PredictionsOnly,
            CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            db.Models.Add(neverRun);
            await db.SaveChangesAsync();
        }

        foreach (
            var (address, words) in new[]
            {
                ($"compare?a={neverRun.Id}&b={Guid.Empty}", "."),
                ($"leaderboard?baseline={neverRun.Id}", ", so it"),
            }
        )
        {
            using var answer = await client.GetAsync($"/api/v1/{address}&dataset=imagenet-val");
            (await answer.ShouldBeProblemAsync(404, "model-not-on-board"))
                .GetProperty("detail")
                .GetString()!
                .ShouldStartWith($"The model 'never run' has no completed evaluation over 'imagenet-val' under 'original'{words}");
        }
    }

    [Theory, BothDatabases]
    public async Task Up_to_six_models_are_tested_together_and_pair_by_pair(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!.Rows;

        var three = (
            await client.GetFromJsonAsync<CompareResponse>(
                $"/api/v1/compare?m={rows[0].Model.Id}&m={rows[7].Model.Id}&m={rows[15].Model.Id}",
                Web
            )
        )!;
        var two = (await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?m={rows[0].Model.Id}&m={rows[7].Model.Id}", Web))!;

        three.Models.Select(model => model.ModelId).ShouldBe([rows[0].Model.Id, rows[7].Model.Id, rows[15].Model.Id]);
        three
            .Pairs.Select(pair => (pair.First, pair.Second))
            .ShouldBe([(rows[0].Model.Id, rows[7].Model.Id), (rows[0].Model.Id, rows[15].Model.Id), (rows[7].Model.Id, rows[15].Model.Id)]);
        var p = three.Pairs.Select(pair => pair.McNemar.PValue).Order().ToList();
        three.Pairs.Select(pair => pair.AdjustedPValue!.Value).Min().ShouldBe(Math.Min(1, 3 * p[0]), 1e-300);
        three.Pairs.ShouldAllBe(pair => pair.AdjustedPValue >= pair.McNemar.PValue);
        three.Pairs[0].Difference.Value!.Value.ShouldBe(rows[0].Value!.Value - rows[7].Value!.Value, 1e-9);
        (three.CochranQ.DegreesOfFreedom, three.CochranQ.N).ShouldBe((2, 400));
        three.CochranQ.PValue!.Value.ShouldBeLessThan(1e-6);
        // Of two models it is McNemar's statistic.
        two.CochranQ.Q!.Value.ShouldBe(Math.Pow(two.OnlyA - two.OnlyB, 2) / (two.OnlyA + two.OnlyB), 1e-9);
        two.Pairs[0].AdjustedPValue.ShouldBe(two.McNemar.PValue);
    }

    [Theory]
    [BothDatabases("", "too-few-models")]
    [BothDatabases("a={0}", "too-few-models")]
    [BothDatabases("a={0}&b={0}", "too-few-models")]
    [BothDatabases("m={0}&m={0}", "too-few-models")]
    [BothDatabases("m={0}&m={1}&m={2}&m={3}&m={4}&m={5}&m={6}", "too-many-models")]
    [BothDatabases("a={0}&b={1}&m={2}", "models-invalid")]
    public async Task Two_to_six_models_are_compared(Database database, string query, string code)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!.Rows;
        object[] models = [.. rows.Take(7).Select(row => row.Model.Id)];
        using var answer = await client.GetAsync(
            $"/api/v1/compare?{string.Format(System.Globalization.CultureInfo.InvariantCulture, query, models)}"
        );
        await answer.ShouldBeProblemAsync(400, code);
    }

    [Theory, BothDatabases]
    public async Task Order_changes_are_the_pairs_whose_values_change_sign(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var before = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!.Rows.ToDictionary(
            row => row.Model.Id,
            row => row.Value!.Value
        );
        var after = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?labelSet=real", Web))!.Rows.ToDictionary(
            row => row.Model.Id,
            row => row.Value!.Value
        );

        var found = (await client.GetFromJsonAsync<OrderChangesAnswer>("/api/v1/order-changes?other=real&limit=1000", Web))!;

        var expected = (
            from first in before.Keys
            from second in before.Keys
            where before[first] > before[second] && after[first] < after[second]
            select (first, second)
        ).ToList();
        (found.Models, found.Pairs, found.Changed).ShouldBe((16, 120, expected.Count));
        found.Items.Select(item => (item.First.ModelId, item.Second.ModelId)).ShouldBe(expected, ignoreOrder: true);
        expected.ShouldNotBeEmpty();
        foreach (var item in found.Items)
        {
            item.AdjustedBefore.ShouldBeGreaterThanOrEqualTo(item.PValueBefore);
            item.AdjustedAfter.ShouldBeGreaterThanOrEqualTo(item.PValueAfter);
        }
        var (one, other) = expected[0];
        (await client.GetFromJsonAsync<OrderChangesAnswer>($"/api/v1/order-changes?other=real&m={one}&m={other}", Web))!.Changed.ShouldBe(
            1
        );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Correlations_of_columns_are_those_of_the_board(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?columns=nll", Web))!.Rows;

        var found = (
            await client.GetFromJsonAsync<CorrelationsAnswer>(
                "/api/v1/correlations?columns=top1,nll,parameters,imagenetv2-matched-frequency:original:top1",
                Web
            )
        )!;

        found.Columns.ShouldBe(["top1", "nll", "parameters", "imagenetv2-matched-frequency:original:top1"]);
        var top1 = rows.Select(row => row.Value!.Value).ToArray();
        var nll = rows.Select(row => row.Columns["nll"]?.Value ?? double.NaN).ToArray();
        found.Kendall[0][1]!.Value.ShouldBe(Bench.Metrics.Comparison.KendallTau.Compute(top1, nll).Value, 1e-12);
        found.Spearman[1][0]!.Value.ShouldBe(Bench.Metrics.Comparison.SpearmanRho.Compute(top1, nll).Value, 1e-12);
        found.N[0][1].ShouldBe(14, "two models have no nll");
        for (var column = 0; column < 4; column++)
            found.Kendall[column][column]!.Value.ShouldBe(1, 1e-12);
        using var one = await client.GetAsync("/api/v1/correlations?columns=top1");
        await one.ShouldBeProblemAsync(400, "columns-invalid");
        using var unknown = await client.GetAsync("/api/v1/correlations?columns=top1,beauty");
        await unknown.ShouldBeProblemAsync(404, "metric-unknown");
    }
}
