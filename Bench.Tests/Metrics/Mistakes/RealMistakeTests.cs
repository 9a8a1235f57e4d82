using System.Globalization;
using System.Text.Json;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Mistakes;

/// <summary>The published counts of each kind of mistake of four networks (Peychev et al., 2023), from their public predictions and
/// annotations.</summary>
/// <remarks>The authors' hand-made superclasses are not public next to their code, and their kind "out of vocabulary" needs pictures. So
/// what comes before the superclasses is equal to the image; what comes after is near, with superclasses that are derived from the is-a
/// file.</remarks>
public sealed class RealMistakeTests
{
    static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    [InlineData("densenet121")]
    public void Kinds_before_the_superclasses_are_equal_to_the_published_counts_and_those_after_are_near(string model)
    {
        var published = Published($"torchvision--{model}");
        var sorter = new MistakeSorter(MultiLabels(), Evidence());
        var tally = new MistakeTally(sorter.Sort(RealPredictions.TopFive(model)));

        tally.N.ShouldBe(published("num_all_samples"));
        tally[MistakeKind.Right].ShouldBe(published("num_group_correct"));
        tally.NotOwn.ShouldBe(published("num_all_top1_errors"));
        tally[MistakeKind.CollapsedClasses].ShouldBe(published("num_collapsed_mappings"));
        tally[MistakeKind.ValidMultiLabel].ShouldBe(published("num_ambiguous"));
        tally.Errors.ShouldBe(published("num_all_top1_errors") - published("num_collapsed_mappings") - published("num_ambiguous"));

        ((double)tally[MistakeKind.SameSuperclass] / published("num_same_superclass")).ShouldBeInRange(1.0, 1.05);
        ((double)tally[MistakeKind.Unexplained] / published("num_not_classified")).ShouldBeInRange(1.0, 1.05);
        sorter.PairsTogether.ShouldBe(1_659); // Before pairs of one superclass are left out; the authors' superclasses leave 1,019.
    }

    [Theory]
    [InlineData("ResNet50.csv", 11_935, 6.305069, 1.505020)]
    [InlineData("ViT.csv", 10_997, 6.154315, 1.353580)]
    public void The_severity_of_mistakes_over_all_classes_is_that_of_the_is_a_file(string file, int mistakes, double mean, double overAll)
    {
        using var edges = File.OpenText(SharedFolder.Require("labels/hierarchy/imagenet_isa.txt"));
        var options = ScoringOptions.Default with
        {
            Hierarchy = ClassHierarchy.Build(IsAFile.Read(edges), Classes()),
            Metrics = ["hierarchical-distance", "hierarchical-distance-all"],
            Resamples = 20,
        };

        var cards = Scorer.ScoreAll(
            RealPredictions.TopConfidence(file),
            [RealPredictions.Original()],
            options,
            TestContext.Current.CancellationToken
        );

        var scores = cards.Single().Scores.ToDictionary(score => score.Metric);
        scores["hierarchical-distance"].N.ShouldBe(mistakes);
        scores["hierarchical-distance"].Value.ShouldBe(mean, 5e-7);
        scores["hierarchical-distance-all"].Value.ShouldBe(overAll, 5e-7);
    }

    static MistakeEvidence Evidence()
    {
        using var file = File.OpenText(SharedFolder.Require("labels/hierarchy/imagenet_isa.txt"));
        var classes = Classes();
        var relations = ClassRelations.Derive(ClassHierarchy.Build(IsAFile.Read(file), classes), Collapsed);
        var real = RealPredictions.Real();
        var nonPrototypical = new HashSet<string>();
        foreach (var name in (string[])["vit3b_mistakes", "greedy_soups_mistakes"])
        {
            using var mistakes = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require($"labels/{name}.json")));
            foreach (var image in mistakes.RootElement.EnumerateObject())
                if (image.Value.GetProperty("failure category").GetString() == "Non-prototypical")
                    nonPrototypical.Add(image.Name);
        }
        nonPrototypical.Count.ShouldBe(36);
        return new(relations, real, Bits.Where(real.Count, image => nonPrototypical.Contains(Name(image))));
    }

    /// <summary>Eleven groups of classes that Vasudevan et al., 2022, take for one, by index.</summary>
    static IEnumerable<(int, int)> Collapsed =>
        [
            (250, 248),
            (249, 248),
            (836, 837),
            (837, 836),
            (385, 101),
            (386, 101),
            (504, 968),
            (638, 639),
            (639, 638),
            (657, 744),
            (744, 657),
            (620, 681),
            (681, 620),
            (664, 782),
            (782, 664),
            (482, 848),
            (435, 876),
            .. from label in Enumerable.Range(356, 4)
            from predicted in Enumerable.Range(356, 4)
            where label != predicted
            select (label, predicted),
        ];

    static GroundTruth MultiLabels()
    {
        var real = RealPredictions.Real();
        var annotated = new Dictionary<string, (int[] Correct, int[] Unclear, bool Problematic)>();
        foreach (var line in File.ReadLines(SharedFolder.Require("labels/multilabel-v3/multilabel.csv")).Skip(1))
        {
            var cells = Cells(line);
            annotated[cells[0]] = (Indices(cells[3]), Indices(cells[5]), cells[7] == "True");
        }
        var rows = Enumerable
            .Range(0, real.Count)
            .Select(image => annotated.TryGetValue(Name(image), out var said) ? said : (Correct: [], Unclear: [], Problematic: false))
            .ToArray();
        var exclusions = Enumerable
            .Range(0, real.Count)
            .Select(image =>
                annotated.ContainsKey(Name(image))
                    ? rows[image].Problematic
                        ? (byte)2
                        : (byte)0
                    : (byte)1
            )
            .ToArray();
        return WrittenLabels.Sets([.. rows.Select(row => row.Correct)]).WithUnclear([.. rows.Select(row => row.Unclear)]) with
        {
            OriginalClass = real.OriginalClass,
            Exclusions = exclusions,
            ExclusionReasons = ["not-annotated", "problematic"],
        };
    }

    static Func<string, int> Published(string model)
    {
        var lines = File.ReadAllLines(
            SharedFolder.Require("published/automated-error-analysis/stats-imagenet/non_problematic_stats_all.csv")
        );
        var (header, row) = (lines[0].Split(','), lines.Single(line => line.StartsWith(model + ",", StringComparison.Ordinal)).Split(','));
        return column => int.Parse(row[Array.IndexOf(header, column)], Plain);
    }

    static string[] Classes()
    {
        using var classes = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("labels/class_info.json")));
        return
        [
            .. classes
                .RootElement.EnumerateArray()
                .OrderBy(each => each.GetProperty("cid").GetInt32())
                .Select(each => each.GetProperty("wnid").GetString()!),
        ];
    }

    static string Name(int image) => string.Create(Plain, $"ILSVRC2012_val_{image + 1:00000000}.JPEG");

    static int[] Indices(string cell) =>
        [.. cell.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => int.Parse(text, Plain))];

    static string[] Cells(string line)
    {
        // A quoted cell holds commas and no quotes: every second part between quotes is one.
        var parts = line.Split('"').Select((part, place) => place % 2 == 0 ? part.Replace(',', '\n') : part);
        return string.Concat(parts).Split('\n');
    }
}
