using Bench.Api.Leaderboard.Plans;
using Bench.Metrics.Catalogue;
using Bench.Service.Refusals;

namespace Bench.Tests.Api.Leaderboard;

/// <summary>What is found by an attack, an explanation or an audit is listed in the catalogue, and is no column of a board.</summary>
public sealed class RequestedColumnTests
{
    public static TheoryData<string> Requested => [.. RequestedMetrics.All.Select(metric => metric.Id)];

    [Theory, MemberData(nameof(Requested))]
    public void A_number_that_somebody_asks_for_is_refused_as_a_column_with_the_way_to_it(string metric)
    {
        var refusal = Should.Throw<RefusalException>(() => LeaderboardPlanner.Metric(metric));

        refusal.Kind.ShouldBe(RefusalKind.Malformed);
        refusal.Failure.Code.ShouldBe("metric-on-request");
        refusal.Failure.Message.ShouldContain($"'{metric}'");
        refusal.Failure.NextStep.ShouldContain("GET /api/v1/attacks, /explanations or /audits");
    }

    [Fact]
    public void A_number_of_scores_is_a_column() => LeaderboardPlanner.Metric("top1").Id.ShouldBe("top1");
}
