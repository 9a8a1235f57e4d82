using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics;

public sealed class GroupedPredictionsTests
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData(GroupRule.Mean, 0)]
    [InlineData(GroupRule.Max, 1)]
    [InlineData(GroupRule.Sum, 2)]
    public void The_rule_decides_between_a_sure_class_and_many_likely_ones(GroupRule rule, int best)
    {
        // Probabilities .30 and .02 | .31 and .01 and .01 | .12, .12, .11: means .16, .11, .1167; largest .30, .31, .12; sums .32, .33,
        // .35.
        float[] p = [.30f, .02f, .31f, .01f, .01f, .12f, .12f, .11f];
        var predictions = MadePredictions.From(
            [
                [.. p.Select(each => MathF.Log(each))],
            ],
            headSize: 8
        );

        var grouped = predictions.Group(
            new ClassGroups(
                8,
                rule,
                [
                    [0, 1],
                    [2, 3, 4],
                    [5, 6, 7],
                ]
            )
        );

        grouped.TopClass.Span[0].ShouldBe((ushort)best);
        grouped.Classes.ShouldBe(3);
        double[] scores = rule switch
        {
            GroupRule.Mean => [.16, .11, .35 / 3],
            GroupRule.Max => [.30, .31, .12],
            _ => [.32, .33, .35],
        };
        ((double)grouped.ProbabilityOf(0, best)).ShouldBe(scores[best] / scores.Sum(), 1e-6);
    }

    [Fact]
    public void Decisions_and_shares_equal_those_of_numpy()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Metrics", "Golden", "class_groups.json");
        foreach (var golden in JsonSerializer.Deserialize<Golden[]>(File.ReadAllText(path), Web)!)
        foreach (var expected in golden.Expected)
        foreach (var head in (int[])[1, 3, golden.Logits[0].Length])
        {
            var predictions = MadePredictions.From(golden.Logits, head);
            IEnumerable<IEnumerable<ushort>> members = expected.Rest ? [.. golden.Groups, golden.RestClasses] : golden.Groups;

            var grouped = predictions.Group(
                new ClassGroups(predictions.Classes, Enum.Parse<GroupRule>(expected.Rule), members, expected.Rest)
            );

            for (var i = 0; i < predictions.Count; i++)
            {
                grouped.TopClass.Span[i * grouped.HeadSize].ShouldBe((ushort)expected.Best[i]);
                ((double)grouped.ProbabilityAt(i, 0)).ShouldBe(expected.Share[i], 2e-6);
            }
        }
    }

    [Fact]
    public void What_bounds_decide_from_a_head_is_what_every_logit_says()
    {
        var random = new Random(5);
        var (decided, open) = (0, 0);
        for (var trial = 0; trial < 1000; trial++)
        {
            var classes = random.Next(6, 40);
            var logits = MadePredictions.Logits(random, 1, classes, [random.Next(classes)], lift: random.Next(2, 9));
            var shuffled = Enumerable.Range(0, classes).Select(c => (ushort)c).OrderBy(_ => random.Next()).ToArray();
            var cut = random.Next(1, classes - 1);
            var groups = new ClassGroups(classes, (GroupRule)random.Next(3), [shuffled[..cut], shuffled[cut..]]);
            var whole = MadePredictions.From(logits, random.Next(1, 6));
            var head = whole with { Logits = default };

            if (head.TryGroup(groups, out var reason) is not { } fromHead)
            {
                reason.ShouldNotBeNull().ShouldStartWith("needs every logit: ");
                open++;
                continue;
            }
            fromHead.TopClass.Span[0].ShouldBe(whole.Group(groups).TopClass.Span[0]);
            decided++;
        }
        decided.ShouldBeGreaterThan(100);
        open.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_head_that_leaves_a_decision_open_says_for_how_many_images()
    {
        var predictions = MadePredictions.TopConfidence(6, (0, .97), (0, .5), (5, .98));

        predictions
            .TryGroup(
                new ClassGroups(
                    6,
                    GroupRule.Mean,
                    [
                        [0, 1, 2],
                        [5],
                    ]
                ),
                out var reason
            )
            .ShouldBeNull();

        reason.ShouldBe(
            "needs every logit: a group's probability is made of all its classes', and for 1 of 3 images "
                + "the 1 best that these predictions carry leave open which group is best"
        );
        MadePredictions
            .Ranks(6, [0, 1])
            .TryGroup(
                new ClassGroups(
                    6,
                    GroupRule.Sum,
                    [
                        [0, 1],
                    ]
                ),
                out reason
            )
            .ShouldBeNull();
        reason.ShouldNotBeNull().ShouldStartWith("needs the probability of every class: these predictions carry ranks alone");
    }

    [Fact]
    public void With_a_rest_the_best_of_all_classes_decides_and_ranks_are_enough()
    {
        var groups = new ClassGroups(
            5,
            GroupRule.Max,
            [
                [0, 1],
                [2],
                [3, 4],
            ],
            rest: true
        );

        var grouped = MadePredictions.Ranks(5, [4, 0], [1, 3], [2, 4]).Group(groups);

        grouped.TopClass.ToArray().Where((_, place) => place % grouped.HeadSize == 0).ShouldBe([(ushort)2, 0, 1]);
        groups.Named.ShouldBe(2);
    }

    [Fact]
    public void Labels_of_classes_become_groups_and_an_image_of_no_group_is_left_out()
    {
        var groups = new ClassGroups(
            6,
            GroupRule.Mean,
            [
                [0, 1],
                [2],
                [3, 4, 5],
            ],
            rest: true
        );
        var labels = Given.Sets([1], [2], [4], [0, 1, 2]);

        var grouped = labels.ToGroups(groups);

        grouped.Of(0).ToArray().ShouldBe([(ushort)0]);
        grouped.Of(3).ToArray().ShouldBe([(ushort)0, 1]);
        Enumerable.Range(0, 4).Where(grouped.IsUsed).ShouldBe([0, 1, 3]);
        grouped.ExclusionReasons.ShouldContain(LabelChanges.OutsideMask);
        grouped.ToMembers(groups).Of(3).ToArray().ShouldBe([(ushort)0, 1, 2]);
    }

    [Fact]
    public void Groups_that_are_none_are_refused()
    {
        Should.Throw<ArgumentException>(() => new ClassGroups(3, GroupRule.Mean, [])).Message.ShouldStartWith("there is no group");
        Should
            .Throw<ArgumentException>(() =>
                new ClassGroups(
                    3,
                    GroupRule.Mean,
                    [
                        [0],
                        [],
                    ]
                )
            )
            .Message.ShouldStartWith("group 1 has no class");
        Should
            .Throw<ArgumentException>(() =>
                new ClassGroups(
                    3,
                    GroupRule.Mean,
                    [
                        [3],
                    ]
                )
            )
            .Message.ShouldStartWith("class 3 of group 0 is outside the 3 classes");
        Should
            .Throw<ArgumentException>(() =>
                new ClassGroups(
                    3,
                    GroupRule.Mean,
                    [
                        [1, 1],
                    ]
                )
            )
            .Message.ShouldStartWith("class 1 appears twice in group 0");
    }

    sealed record Golden(float[][] Logits, ushort[][] Groups, ushort[] RestClasses, Expected[] Expected);

    sealed record Expected(string Rule, bool Rest, int[] Best, double[] Share);
}
