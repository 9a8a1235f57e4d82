using Bench.Service.Evaluations.Stop;
using Bench.Service.Refusals;

namespace Bench.Tests.Service.Evaluations.Stop;

public class StopRuleTests
{
    static readonly StopRule Rule = new(
        Guid.Parse("01a20bc2-0000-7000-8000-000000000001"),
        Guid.Parse("01a20bc2-0000-7000-8000-000000000002"),
        "resnet50",
        0.01,
        null,
        0.05,
        StopScope.Population,
        "original",
        Guid.Parse("01a20bc2-0000-7000-8000-000000000003"),
        7
    );

    [Fact]
    public void A_decision_says_what_on_how_many_images_and_how_surely()
    {
        sbyte[] numbers = [.. Enumerable.Repeat((sbyte)1, 30), .. new sbyte[170]];

        var better = new StopLook(Rule, 50_000, 49_000).Decide(numbers, 210, 150);
        var accuracy = new StopLook(
            Rule with
            {
                BetterOrWorseBy = null,
                AccuracyAboveOrBelow = 0.9,
                Alpha = 0.01,
                About = StopScope.Dataset,
            },
            50_000,
            49_000
        ).Decide(numbers, 210, 30);

        better.Outcome.ShouldBe(StopOutcome.Better);
        better.Sentence.ShouldBe(
            "It is better than resnet50 by more than 1 points on images like these, by 210 of 50,000 images in random order, with a "
                + "probability of error of at most 5 %."
        );
        (better.Images, better.Of, better.N, better.Right, better.OnlyThis, better.OnlyAgainst).ShouldBe((210, 50_000, 200, 150, 30, 0));
        better.EValue!.Value.ShouldBeGreaterThan(better.EnoughEValue);
        better.CiLow.ShouldBeGreaterThan(0.01);
        accuracy.Outcome.ShouldBe(StopOutcome.Below);
        accuracy.Sentence.ShouldStartWith("Its accuracy is below 90 % on this dataset, by 210 of 50,000 images");
        (accuracy.OnlyThis, accuracy.EnoughEValue).ShouldBe((null, 200));
    }

    [Fact]
    public void Without_images_nothing_is_decided()
    {
        var look = new StopLook(Rule, 100, 0);

        look.IsDecided([]).ShouldBeFalse();
        var none = look.Decide([], 100, 0);
        (none.Outcome, none.N, none.Value, none.CiLow, none.CiHigh).ShouldBe((StopOutcome.Undecided, 0, null, -1, 1));
    }

    [Theory]
    [InlineData(50_000, 10_000, 1_000)]
    [InlineData(5_000, 10_000, 200)]
    [InlineData(5_000, 64, 64)]
    [InlineData(3_750_000, 100_000, 20_000)]
    public void Looks_are_fifty_at_most_and_not_too_close(int images, int shardSize, int expected) =>
        StopRule.ShardSize(images, shardSize).ShouldBe(expected);

    [Fact]
    public void The_same_question_in_another_order_is_the_same_question()
    {
        Rule.AsksTheSameAs(Rule with { Seed = 9, AgainstName = "renamed" }).ShouldBeTrue();
        Rule.AsksTheSameAs(Rule with { BetterOrWorseBy = 0.02 }).ShouldBeFalse();
        Rule.AsksTheSameAs(Rule with { About = StopScope.Dataset }).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null, null, "stopWhen")]
    [InlineData(0.01, 0.7, null, "stopWhen")]
    [InlineData(1.0, null, null, "stopWhen.betterOrWorseBy")]
    [InlineData(-0.1, null, null, "stopWhen.betterOrWorseBy")]
    [InlineData(null, 1.0, null, "stopWhen.accuracyAboveOrBelow")]
    [InlineData(null, 0.7, 0.0, "stopWhen.alpha")]
    [InlineData(null, 0.7, 0.6, "stopWhen.alpha")]
    public void One_question_is_asked_within_its_range(double? margin, double? accuracy, double? alpha, string field)
    {
        Guid? against = margin is null ? null : Guid.NewGuid();
        var refusal = Should.Throw<RefusalException>(() => StopRules.Check(new StopWhen(against, margin, accuracy, alpha)));

        refusal.Failure.Code.ShouldBe("stop-rule-invalid");
        refusal.Errors!.Keys.ShouldContain(field);
    }

    [Fact]
    public void A_difference_needs_the_other_model_and_an_accuracy_none()
    {
        Should
            .Throw<RefusalException>(() => StopRules.Check(new StopWhen(BetterOrWorseBy: 0.01)))
            .Errors!.Keys.ShouldBe(["stopWhen.against"]);
        Should
            .Throw<RefusalException>(() => StopRules.Check(new StopWhen(Guid.NewGuid(), AccuracyAboveOrBelow: 0.7)))
            .Errors!.Keys.ShouldBe(["stopWhen.against"]);
        StopRules.Check(new StopWhen(Guid.NewGuid(), 0));
        StopRules.Check(new StopWhen(AccuracyAboveOrBelow: 0.7, Alpha: 0.5));
    }
}
