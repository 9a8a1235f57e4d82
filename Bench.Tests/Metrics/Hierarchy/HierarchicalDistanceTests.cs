using Bench.Metrics.Catalogue;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.Scoring;
using CsCheck;

namespace Bench.Tests.Metrics.Hierarchy;

public class HierarchicalDistanceTests
{
    // animal → dog → (husky, pug), animal → cat → tabby; pet → (pug, tabby); thing → (animal, pet).
    const string Animals = """
        # a small is-a file
        thing animal
        thing	pet

        animal dog
        animal cat
        dog husky
        dog pug
        cat tabby
        pet pug
        pet tabby
        thing car
        """;

    static readonly string[] Classes = ["husky", "pug", "tabby"];

    [Fact]
    public void Distances_by_hand()
    {
        var hierarchy = Build(Animals, Classes);
        hierarchy.LcaHeight(0, 0).ShouldBe(0);
        hierarchy.LcaHeight(0, 1).ShouldBe(1); // dog
        hierarchy.LcaHeight(0, 2).ShouldBe(2); // animal
        hierarchy.LcaHeight(1, 2).ShouldBe(1); // pet is lower than animal
        hierarchy.PathLength(0, 2).ShouldBe(4);
        hierarchy.PathLength(1, 2).ShouldBe(2);
        hierarchy.Height.ShouldBe(3);
    }

    [Fact]
    public void Means_over_mistakes_and_over_all()
    {
        var distance = HierarchicalDistance.Compute(Given.Ranks(3, 0, 2, 1, 0), Given.Sets([0], [0], [2, 0], []), Build(Animals, Classes));
        (distance.N, distance.Mistakes).ShouldBe((3, 2));
        distance.LcaHeightOverMistakes.ShouldBe(1.5); // tabby for husky: 2; pug for tabby or husky: the nearest, 1
        distance.LcaHeightOverAll.ShouldBe(1);
        distance.PathLengthOverMistakes.ShouldBe(3);
    }

    [Fact]
    public void The_catalogue_serves_both_means_with_intervals_and_says_when_there_is_no_file()
    {
        var (predictions, labels) = (Given.Ranks(3, 0, 2, 1, 0), Given.Sets([0], [0], [2, 0], []));
        var options = new ScoringOptions { Hierarchy = Build(Animals, Classes), Resamples = 100 };
        var card = Scorer.Score(predictions, labels, options, TestContext.Current.CancellationToken);
        card.Scores.Single(static s => s.Metric == "hierarchical-distance").Value.ShouldBe(1.5);
        card.Scores.Single(static s => s.Metric == "hierarchical-distance").N.ShouldBe(2);
        var all = card.Scores.Single(static s => s.Metric == "hierarchical-distance-all");
        all.Value.ShouldBe(1);
        all.CiLow.ShouldBeLessThan(all.CiHigh);

        var without = Scorer.Score(predictions, labels, options with { Hierarchy = null }, TestContext.Current.CancellationToken);
        without.Missing.Single(static m => m.Metric == "hierarchical-distance").Reason.ShouldBe(HierarchicalDistance.WithoutFile);
        var other = Scorer.Score(Given.Ranks(4, 0), Given.Labels(0), options, TestContext.Current.CancellationToken);
        other
            .Missing.Single(static m => m.Metric == "hierarchical-distance")
            .Reason.ShouldBe("needs a hierarchy of the 4 classes; the one given has 3");
    }

    [Fact]
    public void Published_distances_stand_beside_the_heights_that_are_counted_here()
    {
        var published = HierarchyFile.Read(
            new StringReader("# heights in a larger tree\nhusky pug 4\ntabby husky 7.5\npug tabby 6\nhusky husky 0\n")
        );
        var options = new ScoringOptions { PublishedDistances = published.Distances!.Of(Classes), Resamples = 100 };
        var card = Scorer.Score(
            Given.Ranks(3, 0, 2, 1, 0),
            Given.Sets([0], [0], [2, 0], []),
            options,
            TestContext.Current.CancellationToken
        );

        card.Scores.Single(static s => s.Metric == "hierarchical-distance-as-published").Value.ShouldBe((7.5 + 4) / 2);
        card.Scores.Single(static s => s.Metric == "hierarchical-distance-all-as-published").Value.ShouldBe((7.5 + 4) / 3);
        card.Missing.Single(static m => m.Metric == "hierarchical-distance").Reason.ShouldBe(HierarchicalDistance.WithoutFile);
        Should.Throw<FormatException>(() => published.Distances.Of(["husky", "car"])).Message.ShouldContain("1 of 2 classes");
        Should.Throw<FormatException>(() => HierarchyFile.Read(new StringReader("a b 1\nb c\n"))).Message.ShouldStartWith("line 2");
        Should.Throw<FormatException>(() => HierarchyFile.Read(new StringReader("a b\nb c\nc a\n"))).Message.ShouldContain("circle");
    }

    [Fact]
    public void Always_right_and_nothing_at_all()
    {
        var hierarchy = Build(Animals, Classes);
        var right = HierarchicalDistance.Compute(Given.Ranks(3, 0, 1), Given.Labels(0, 1), hierarchy);
        (right.LcaHeightOverAll, right.LcaHeightOverMistakes).ShouldBe((0, double.NaN));
        HierarchicalDistance.Compute(Given.Ranks(3), Given.Labels(), hierarchy).LcaHeightOverAll.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_class_may_stand_above_another()
    {
        var hierarchy = Build("a b\nb c", ["b", "c"]);
        hierarchy.LcaHeight(0, 1).ShouldBe(1);
        hierarchy.PathLength(0, 1).ShouldBe(1);
    }

    [Fact]
    public void Both_distances_match_searching_the_whole_graph() =>
        Gen.Int[0, 100_000]
            .Sample(
                seed =>
                {
                    var random = new Random(seed);
                    var edges = Enumerable
                        .Range(1, 14)
                        .SelectMany(child =>
                            Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (Parent: random.Next(child), Child: child))
                        )
                        .Distinct()
                        .ToArray();
                    var leaves = Enumerable.Range(0, 15).Where(node => edges.All(e => e.Parent != node)).ToArray();
                    var hierarchy = ClassHierarchy.Build(
                        [.. edges.Select(static e => new IsAEdge($"n{e.Parent}", $"n{e.Child}"))],
                        [.. leaves.Select(static l => $"n{l}")]
                    );
                    int Down(int from, int to, bool longest)
                    {
                        if (from == to)
                            return 0;
                        var steps = edges
                            .Where(e => e.Parent == from)
                            .Select(e => Down(e.Child, to, longest))
                            .Where(static s => s >= 0)
                            .Select(static s => s + 1)
                            .ToArray();
                        return steps.Length == 0 ? -1
                            : longest ? steps.Max()
                            : steps.Min();
                    }
                    int HeightOf(int node) => leaves.Max(leaf => Down(node, leaf, longest: true));
                    for (var a = 0; a < leaves.Length; a++)
                    for (var b = 0; b < leaves.Length; b++)
                    {
                        var common = Enumerable
                            .Range(0, 15)
                            .Where(node => Down(node, leaves[a], false) >= 0 && Down(node, leaves[b], false) >= 0)
                            .ToArray();
                        hierarchy.LcaHeight(a, b).ShouldBe(common.Min(HeightOf));
                        hierarchy
                            .PathLength(a, b)
                            .ShouldBe(common.Min(node => Down(node, leaves[a], false) + Down(node, leaves[b], false)));
                    }
                },
                iter: 100
            );

    [Theory]
    [InlineData("a b c", "line 1")]
    [InlineData("a b\nc", "line 2")]
    public void A_line_that_is_no_pair_is_named(string file, string expected) =>
        Should.Throw<FormatException>(() => IsAFile.Read(new StringReader(file))).Message.ShouldContain(expected);

    [Fact]
    public void An_overlong_id_is_refused() =>
        Should.Throw<FormatException>(() => IsAFile.Read(new StringReader($"a {new string('b', 65)}")));

    [Fact]
    public void Missing_classes_circles_and_separate_trees_are_refused()
    {
        Should
            .Throw<FormatException>(() => Build(Animals, ["husky", "wolf"]))
            .Message.ShouldContain("1 of 2 classes are not in the is-a file: wolf");
        Should.Throw<FormatException>(() => Build("a b\nb a\na c", ["c"])).Message.ShouldContain("circle");
        Should.Throw<FormatException>(() => Build("a a\na c", ["c"])).Message.ShouldContain("circle");
        Should.Throw<FormatException>(() => Build("a b\nc d", ["b", "d"])).Message.ShouldContain("no common ancestor");
    }

    [Fact]
    public void A_hierarchy_of_other_classes_is_refused() =>
        Should.Throw<ArgumentException>(() => HierarchicalDistance.Compute(Given.Ranks(4, 0), Given.Labels(0), Build(Animals, Classes)));

    static ClassHierarchy Build(string file, string[] classes) => ClassHierarchy.Build(IsAFile.Read(new StringReader(file)), classes);
}
