using System.Globalization;
using System.Net.Http.Json;
using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Metrics.Comparison;
using Bench.Service.Json;

namespace Bench.Tests.Api.Compare;

/// <summary>Whether a model keeps up with another: over one database, because no query of it is new.</summary>
public sealed class MarginVerdictTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    [Fact]
    public async Task A_verdict_follows_the_interval_and_names_the_images_that_flipped()
    {
        var (client, best, worst) = await PairAsync();
        using (client)
        {
            var kept = await JudgeAsync(client, $"a={best}&b={worst}&margin=0.003&limit=10000");
            var behind = await JudgeAsync(client, $"a={worst}&b={best}&margin=0.003");
            var compared = (
                await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?a={best}&b={worst}&limit=10000", BenchJson.Options)
            )!;

            (kept.Verdict, kept.Holds).ShouldBe((MarginVerdict.NotWorse, true));
            (behind.Verdict, behind.Holds).ShouldBe((MarginVerdict.Worse, false));
            kept.Difference.ShouldBe(compared.Difference);
            kept.Images.ShouldBe(compared.Images);
            kept.Images.Count.ShouldBe(kept.OnlyA + kept.OnlyB);
            (behind.OnlyA, behind.OnlyB, behind.Images.Count).ShouldBe((kept.OnlyB, kept.OnlyA, Math.Min(100, kept.Images.Count)));
            kept.PValue!.Value.ShouldBe(
                PairedDifference.PValue(new(kept.BothRight, kept.OnlyA, kept.OnlyB, kept.BothWrong), -0.003),
                1e-12
            );
            kept.Sentence.ShouldStartWith($"{kept.A.Name} is not worse than {kept.B.Name} by more than 0.30 points: the 95 % interval");
        }
    }

    [Fact]
    public async Task Between_yes_and_no_the_images_do_not_tell()
    {
        var (client, best, worst) = await PairAsync();
        using (client)
        {
            var difference = (await JudgeAsync(client, $"a={worst}&b={best}&margin=0")).Difference;
            // A margin inside the interval: measured it is kept or missed, by the interval it is open.
            var margin = (-0.5 * (difference.CiLow + difference.Value))!.Value.ToString(CultureInfo.InvariantCulture);
            var open = await JudgeAsync(client, $"a={worst}&b={best}&margin={margin}");
            var measured = await JudgeAsync(client, $"a={worst}&b={best}&margin={margin}&basis=measured");
            var exact = (-difference.Value!.Value).ToString("R", CultureInfo.InvariantCulture);

            (open.Verdict, open.Holds).ShouldBe((MarginVerdict.Undecided, false));
            open.Sentence.ShouldStartWith("The images do not tell whether");
            measured.Verdict.ShouldBe(MarginVerdict.NotWorse);
            (await JudgeAsync(client, $"a={worst}&b={best}&margin={exact}&basis=measured")).Holds.ShouldBeTrue();
            (await JudgeAsync(client, $"a={worst}&b={best}&margin={exact}&basis=measured&strict=true")).Holds.ShouldBeFalse();
            (await JudgeAsync(client, $"a={worst}&b={best}&margin={exact}&confidence=0.5")).Difference.CiLow!.Value.ShouldBeGreaterThan(
                difference.CiLow!.Value
            );
        }
    }

    [Theory]
    [InlineData("a={0}&b={0}&margin=0", 400, "too-few-models")]
    [InlineData("a={0}&b={1}&margin=1.5", 400, "margin-invalid")]
    [InlineData("a={0}&b={1}&margin=NaN", 400, "margin-invalid")]
    [InlineData("a={0}&b={1}&margin=0,01", 400, "request-invalid")]
    [InlineData("a={0}&b={1}&margin=0&confidence=0,95", 400, "request-invalid")]
    [InlineData("a={0}&b={1}&margin=0&confidence=95", 400, "confidence-invalid")]
    [InlineData("a={0}&b={1}&margin=0&basis=guess", 400, "request-invalid")]
    [InlineData("a={0}&b={1}", 400, "request-invalid")]
    [InlineData("a={0}&b=01a20bc2-0000-7000-8000-000000000000&margin=0&dataset=imagenet-val", 404, "model-not-on-board")]
    public async Task What_cannot_be_judged_is_refused(string query, int status, string code)
    {
        var (client, best, worst) = await PairAsync();
        using (client)
        {
            using var answer = await client.GetAsync(
                $"/api/v1/compare/verdict?{string.Format(CultureInfo.InvariantCulture, query, best, worst)}"
            );
            await answer.ShouldBeProblemAsync(status, code);
        }
    }

    [Fact]
    public async Task The_page_says_what_the_API_says()
    {
        var (client, best, worst) = await PairAsync();
        using (client)
        {
            var answer = await JudgeAsync(client, $"a={best}&b={worst}&margin=0.005&confidence=0.9&labelSet=real");
            var page = System.Net.WebUtility.HtmlDecode(
                await client.GetStringAsync($"/compare/verdict?a={best}&b={worst}&points=0.5&confidence=90&labelSet=real")
            );

            page.ShouldContain(answer.Sentence);
            page.ShouldContain("Images that flipped");
            page.ShouldContain(answer.Images[0].Name ?? answer.Images[0].Index.ToString(CultureInfo.InvariantCulture));
            (await client.GetStringAsync($"/compare?m={best}&m={worst}")).ShouldContain("/compare/verdict?a=");
            using var missing = await client.GetAsync($"/compare/verdict?a={best}");
            (await missing.Content.ReadAsStringAsync()).ShouldContain("too-few-models");
        }
    }

    [Fact]
    public async Task Three_models_show_where_their_errors_overlap_and_which_datasets_they_share()
    {
        using var client = (await boards.OnAsync(Database.Sqlite)).Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", BenchJson.Options))!.Rows;
        var three = $"m={rows[0].Model.Id}&m={rows[1].Model.Id}&m={rows[2].Model.Id}";

        var pair = (await client.GetFromJsonAsync<CompareResponse>($"/api/v1/compare?{three}", BenchJson.Options))!.Pairs[1];
        var page = await client.GetStringAsync($"/compare?{three}");

        pair.ErrorOverlap.ShouldBe((double)pair.BothWrong / (pair.N - pair.BothRight));
        page.ShouldContain("Who errs where");
        page.ShouldContain($">{(100 * pair.ErrorOverlap!.Value).ToString("0.0", CultureInfo.InvariantCulture)}<");
        page.ShouldContain($">{(100 * pair.ErrorConsistency.Observed!.Value).ToString("0.0", CultureInfo.InvariantCulture)}<");
        page.ShouldContain("imagenetv2-matched-frequency</a>");
        (await client.GetStringAsync("/compare")).ShouldContain("/compare?dataset=imagenetv2-matched-frequency");
        (await client.GetStringAsync($"/compare?m={rows[0].Model.Id}&m={rows[1].Model.Id}")).ShouldNotContain("Who errs where");
    }

    static async Task<VerdictResponse> JudgeAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<VerdictResponse>($"/api/v1/compare/verdict?{query}", BenchJson.Options))!;

    async Task<(HttpClient Client, Guid Best, Guid Worst)> PairAsync()
    {
        var client = (await boards.OnAsync(Database.Sqlite)).Reader();
        var rows = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", BenchJson.Options))!.Rows;
        return (client, rows[0].Model.Id, rows[^1].Model.Id);
    }
}
