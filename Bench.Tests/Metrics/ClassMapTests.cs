using Bench.Metrics.Predicted;

namespace Bench.Tests.Metrics;

public sealed class ClassMapTests
{
    [Fact]
    public void A_subset_takes_its_logits_first_and_then_argmax_and_softmax()
    {
        var full = MadePredictions.From(
            [
                [5f, 1f, 3f, 2f],
                [0f, 4f, 1f, 4f],
            ],
            headSize: 4
        );

        var subset = full.Restrict([3, 1]);

        subset.Classes.ShouldBe(2);
        subset.TopClass.ToArray().ShouldBe([(ushort)0, 1, 0, 1]);
        ((double)subset.ProbabilityAt(0, 0)).ShouldBe(1 / (1 + Math.Exp(-1)), 1e-6);
        ((double)subset.ProbabilityAt(1, 0)).ShouldBe(0.5, 1e-6);
    }

    [Fact]
    public void A_tail_logit_that_rounding_lifted_never_outranks_the_head()
    {
        // 2049 is no half: it is stored as 2048, and 2051 as 2052, above the exact 2051.5 that the head kept.
        var full = MadePredictions.From(
            [
                [2051.5f, 2051.25f, 0f],
            ],
            headSize: 1
        );
        ((float)full.Logits.Span[1]).ShouldBeGreaterThan(2051.5f);

        full.Restrict([1, 0]).TopClass.Span[0].ShouldBe((ushort)1);
    }

    [Fact]
    public void Merged_classes_are_ranked_by_their_best_member()
    {
        var full = MadePredictions.From(
            [
                [3f, 1f, 2f, 9f],
            ],
            headSize: 4
        );

        var merged = full.Group(
            new ClassGroups(
                4,
                GroupRule.Max,
                [
                    [1, 2],
                    [0],
                ]
            )
        );

        merged.TopClass.ToArray().ShouldBe([(ushort)1, 0]);
        merged.TopLogit.ToArray().ShouldBe([3f, 2f]);
    }

    [Fact]
    public void A_ranking_keeps_the_mapped_classes_that_every_image_names()
    {
        var ranks = MadePredictions.Ranks(5, [4, 3, 2], [0, 3, 4]);

        var subset = ranks.Restrict([3, 4]);

        subset.Content.ShouldBe(PredictionContent.Ranks);
        subset.TopClass.ToArray().ShouldBe([(ushort)1, 0, 0, 1]);
        Should
            .Throw<ArgumentException>(() => ranks.Restrict([0]))
            .Message.ShouldBe(
                "needs every logit: 1 images have no class of a group among the 3 best that these predictions carry "
                    + "(Parameter 'predictions')"
            );
    }

    [Fact]
    public void A_map_that_names_a_class_outside_or_twice_is_refused()
    {
        var full = MadePredictions.From(
            [
                [1f, 2f],
            ],
            headSize: 2
        );

        Should.Throw<ArgumentException>(() => full.Restrict([2])).Message.ShouldStartWith("class 2 is outside the 2 classes");
        Should.Throw<ArgumentException>(() => full.Restrict([1, 1])).Message.ShouldStartWith("class 1 appears twice in the subset");
        Should
            .Throw<ArgumentException>(() =>
                full.Group(
                    new ClassGroups(
                        3,
                        GroupRule.Max,
                        [
                            [0],
                        ]
                    )
                )
            )
            .Message.ShouldStartWith("groups of 3 classes for predictions of 2");
    }

    [Fact]
    public void A_subset_of_random_predictions_equals_predictions_made_from_the_subset_of_logits()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++)
        {
            var c = random.Next(2, 30);
            var logits = MadePredictions.Logits(random, 5, c, [.. Enumerable.Range(0, 5).Select(_ => random.Next(c))]);
            ushort[] classes = [.. Enumerable.Range(0, c).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0).Select(x => (ushort)x)];
            var head = random.Next(1, 11);

            var subset = MadePredictions.From(logits, head).Restrict(classes);

            var expected = MadePredictions.From([.. logits.Select(row => classes.Select(x => row[x]).ToArray())], Math.Min(head, c));
            subset.TopClass.ToArray()[0].ShouldBe(expected.TopClass.ToArray()[0]);
            subset.LogSumExp.ToArray().Zip(expected.LogSumExp.ToArray()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
        }
    }
}
