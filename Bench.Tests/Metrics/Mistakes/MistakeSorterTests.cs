using Bench.Metrics.Catalogue;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Mistakes;

public sealed class MistakeSorterTests
{
    // Classes: 0 laptop, 1 notebook, 2 desk, 3 husky, 4 malamute, 5 sledge, 6 mug, 7 cup.
    static readonly ClassRelations Relations = ClassRelations.Of(
        [
            [0],
            [0],
            [1],
            [2],
            [2],
            [3],
            [4],
            [5],
        ],
        [(0, 1), (1, 0), (6, 7)]
    );

    [Theory]
    [InlineData(0, 0, MistakeKind.Right)]
    [InlineData(0, 1, MistakeKind.CollapsedClasses)]
    [InlineData(0, 2, MistakeKind.ValidMultiLabel)]
    [InlineData(1, 4, MistakeKind.SameSuperclass)]
    [InlineData(1, 5, MistakeKind.CoOccurring)]
    [InlineData(1, 6, MistakeKind.Unexplained)]
    [InlineData(2, 7, MistakeKind.CollapsedClasses)]
    [InlineData(3, 6, MistakeKind.NonPrototypical)]
    public void The_first_kind_that_fits_counts(int image, int predicted, MistakeKind kind) =>
        Sorter().KindOf(image, (ushort)predicted).ShouldBe(kind);

    [Fact]
    public void A_class_counts_as_collapsed_one_way_only_and_a_wrong_label_repeated_is_a_mistake()
    {
        var labels = WrittenLabels.Sets([7], [6]).WithOriginal(7, 5);
        var sorter = new MistakeSorter(labels, new MistakeEvidence(Relations));
        sorter.KindOf(0, 6).ShouldBe(MistakeKind.Unexplained); // a cup is not always a mug
        sorter.KindOf(1, 5).ShouldBe(MistakeKind.Unexplained); // filed under sledge, shows a mug
    }

    [Fact]
    public void What_cannot_be_told_is_said()
    {
        var without = new MistakeSorter(WrittenLabels.Single(0, 1), new MistakeEvidence(Relations));
        (without.WhyNoneTogether, without.WhyNoneNonPrototypical).ShouldBe(
            (MistakeEvidence.WithoutShown, MistakeEvidence.WithoutNonPrototypical)
        );
        new MistakeSorter(WrittenLabels.Single(0, 1), new MistakeEvidence(Relations, WrittenLabels.Single(0, 1))).WhyNoneTogether.ShouldBe(
            MistakeEvidence.WithoutUnseen
        );
        Should
            .Throw<ArgumentException>(() => new MistakeSorter(WrittenLabels.Sets([0, 1]), new MistakeEvidence(Relations)))
            .Message.ShouldContain("file an image under");
    }

    [Fact]
    public void Made_images_are_sorted_as_independent_code_sorts_them()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("kinds", "cases"))
        {
            var (labels, evidence) = golden.Views();
            var predictions = Given.Ranks(golden.Superclasses.Length, [.. golden.Images.Select(image => (ushort)image.Predicted)]);
            var sorter = new MistakeSorter(labels, evidence);
            sorter.Sort(predictions).Select(kind => kind?.ToString()).ShouldBe(golden.Kinds);
            sorter.PairsTogether.ShouldBe(golden.Pairs);

            var scores = Scorer
                .Score(predictions, labels, new ScoringOptions { Mistakes = evidence, Resamples = 50 })
                .Scores.ToDictionary(score => score.Metric);
            IsAsGolden(scores["unexplained-errors"], golden.Unexplained);
            IsAsGolden(scores["unexplained-among-errors"], golden.AmongErrors);
            string[] shares =
            [
                "collapsed-errors",
                "multilabel-errors",
                "superclass-errors",
                "cooccurring-errors",
                "nonprototypical-errors",
                "unexplained-errors",
            ];
            var right = golden.Kinds.Count(kind => kind == "Right") / (double)labels.UsedCount();
            shares.Sum(id => scores[id].Value).ShouldBe(1 - right, 1e-12);
        }
    }

    [Fact]
    public void The_catalogue_says_why_a_kind_has_no_share()
    {
        var (predictions, labels) = (Given.Ranks(8, 0, 6), WrittenLabels.Single(0, 1));
        var without = Scorer.Score(predictions, labels, ScoringOptions.Default);
        without.Missing.Single(missing => missing.Metric == "unexplained-errors").Reason.ShouldBe(MistakeEvidence.WithoutRelations);
        var card = Scorer.Score(predictions, labels, new ScoringOptions { Mistakes = new MistakeEvidence(Relations) });
        card.Missing.Single(missing => missing.Metric == "cooccurring-errors").Reason.ShouldBe(MistakeEvidence.WithoutShown);
        card.Scores.Single(score => score.Metric == "unexplained-among-errors").Value.ShouldBe(1);
        var right = Scorer.Score(Given.Ranks(8, 0, 1), labels, new ScoringOptions { Mistakes = new MistakeEvidence(Relations) });
        right.Missing.Single(missing => missing.Metric == "unexplained-among-errors").Reason.ShouldBe("no mistake was made");
    }

    [Fact]
    public void Superclasses_of_a_hierarchy_are_its_nodes_over_a_twentieth_of_the_classes()
    {
        string[] classes = [.. Enumerable.Range(0, 60).Select(c => $"c{c}")];
        var edges = classes
            .Select((id, c) => new IsAEdge($"three{c / 3}", id))
            .Concat(Enumerable.Range(0, 20).Select(g => new IsAEdge($"six{g / 2}", $"three{g}")));
        edges = edges.Concat(Enumerable.Range(0, 10).Select(g => new IsAEdge("all", $"six{g}")));
        var relations = ClassRelations.Derive(ClassHierarchy.Build([.. edges], classes), []);
        (relations.IsDerived, relations.Superclasses, relations.Classes).ShouldBe((true, 20, 60)); // 3 of 60 classes at most
        (relations.ShareSuperclass(0, 2), relations.ShareSuperclass(2, 3), relations.ShareSuperclass(5, 5)).ShouldBe((true, false, true));
    }

    /// <summary>Image 0 shows a laptop on a desk, 1 a husky, 2 a mug, 3 a non-prototypical husky; nobody annotated 4 and 5, which show a
    /// husky before a sledge.</summary>
    static MistakeSorter Sorter()
    {
        var labels = WrittenLabels.Sets([0, 2], [3], [6], [3], [], []).WithOriginal(0, 3, 6, 3, 3, 3) with
        {
            ExclusionReasons = ["not-annotated"],
        };
        var shown = WrittenLabels.Sets([0], [3], [6], [3], [3, 5], [5]).WithOriginal(0, 3, 6, 3, 3, 3);
        return new MistakeSorter(labels, new MistakeEvidence(Relations, shown, Bits.Where(6, image => image == 3)));
    }

    static void IsAsGolden(MetricScore score, double[] golden)
    {
        score.Value.ShouldBe(golden[0], 1e-12);
        score.CiLow.ShouldBe(golden[1], 1e-12);
        score.CiHigh.ShouldBe(golden[2], 1e-12);
    }

    sealed record Golden(
        int[][] Superclasses,
        int[][] Collapsed,
        GoldenImage[] Images,
        string?[] Kinds,
        int Pairs,
        double[] Unexplained,
        double[] AmongErrors
    )
    {
        public (GroundTruth Labels, MistakeEvidence Evidence) Views()
        {
            int[] own = [.. Images.Select(image => image.Own)];
            var labels = WrittenLabels
                .Sets([.. Images.Select(image => image.Accepted)])
                .WithUnclear([.. Images.Select(image => image.Unclear)])
                .WithOriginal(own) with
            {
                ExclusionReasons = ["not-annotated"],
            };
            var relations = ClassRelations.Of(Superclasses, Collapsed.Select(pair => (pair[0], pair[1])));
            var shown = WrittenLabels.Sets([.. Images.Select(image => image.Shown)]).WithOriginal(own);
            return (labels, new MistakeEvidence(relations, shown, Bits.Where(Images.Length, image => Images[image].NonPrototypical)));
        }
    }

    sealed record GoldenImage(int Own, int[] Accepted, int[] Unclear, int[] Shown, int Predicted, bool NonPrototypical);
}
