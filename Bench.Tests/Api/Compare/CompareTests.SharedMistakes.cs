using System.Net;
using System.Net.Http.Json;
using Bench.Api.Audits;
using Bench.Api.Compare;
using Bench.Service.Audits;

namespace Bench.Tests.Api.Compare;

public sealed partial class CompareTests
{
    const string SharedMistakes = "/api/v1/audits/shared-mistakes?dataset=imagenet-val&labelSet=original";

    [Theory, BothDatabases]
    public async Task Operators_see_the_closest_pairs_with_the_numbers_of_the_comparison(Database database)
    {
        using var client = (await boards.OnAsync(database)).WithKey();

        var found = (await client.GetFromJsonAsync<SharedMistakesAnswer>($"{SharedMistakes}&limit=5", Web))!;
        var page = await client.GetStringAsync("/shared-mistakes");

        (found.Entries, found.PairsLookedAt, found.Pairs.Count).ShouldBe((16, 120, 5));
        found.Pairs.Select(pair => pair.CiLow!.Value).ShouldBeInOrder(SortDirection.Descending);
        var closest = found.Pairs[0];
        var compared = (
            await client.GetFromJsonAsync<CompareResponse>(
                $"/api/v1/compare?m={closest.First.ModelId}&m={closest.Second.ModelId}&dataset=imagenet-val",
                Web
            )
        )!.Pairs[0];
        (closest.BothWrong, closest.Share, closest.ErrorConsistency).ShouldBe(
            (compared.BothWrong, compared.ErrorOverlap, compared.ErrorConsistency)
        );
        closest.Sentence.ShouldContain(
            $"share {100 * closest.Share:0.0} % of their mistakes: {closest.BothWrong} of {closest.EitherWrong};"
        );
        closest.SameAnswers.ShouldBeNull();
        page.ShouldContain(WebUtility.HtmlEncode($"{closest.First.Name} and {closest.Second.Name}"));
    }

    [Theory, BothDatabases]
    public async Task Readers_see_it_only_where_the_operator_says_so(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();

        using var refused = await client.GetAsync(SharedMistakes);
        using var page = await client.GetAsync("/shared-mistakes");

        await refused.ShouldBeProblemAsync(403, "operators-only");
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await page.Content.ReadAsStringAsync()).ShouldContain("operators-only");
        new SharedMistakesReader(null!, null!, null!, new SharingOptions(), null!, null!).IsOpenTo(null).ShouldBeFalse();
        new SharedMistakesReader(null!, null!, null!, new SharingOptions { ShowSharedMistakes = true }, null!, null!)
            .IsOpenTo(null)
            .ShouldBeTrue();
    }
}
