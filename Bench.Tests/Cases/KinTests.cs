using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>A few hundred real answers of which a part is numbered otherwise, or belongs to other images: what is of a kind tells, long
/// before a class has images enough.</summary>
public sealed class KinTests
{
    [Theory]
    [InlineData("alexnet", 135)]
    [InlineData("alexnet", 2000)]
    [InlineData("resnet50", 135)]
    [InlineData("resnet50", 500)]
    [InlineData("senet154", 500)]
    public void Answers_as_they_are_are_not_doubted(string model, int images)
    {
        for (var draw = 0; draw < 5; draw++)
            Checks(model, images, draw, (ranks, _, _) => ranks).ShouldBeEmpty($"draw {draw}");
    }

    [Theory]
    [InlineData("resnet50", 300)]
    [InlineData("senet154", 300)]
    [InlineData("inceptionv3", 400)]
    public void A_head_with_other_numbers_for_half_of_the_classes_is(string model, int images)
    {
        var check = Checks(
                model,
                images,
                3,
                (ranks, _, random) =>
                {
                    int[] moved = [.. Enumerable.Range(0, 1000).Where(_ => random.NextDouble() < 0.5)];
                    int[] to = [.. moved];
                    random.Shuffle(to);
                    var number = moved.Zip(to).ToDictionary(pair => (ushort)pair.First, pair => (ushort)pair.Second);
                    return Array.ConvertAll(ranks, one => number.GetValueOrDefault(one, one));
                }
            )
            .ShouldHaveSingleItem();

        check.Code.ShouldBe("class-order-doubtful");
        check.Message.ShouldContain("another one of their kind among the next 4 ranks");
    }

    [Theory]
    [InlineData("resnet50", 300)]
    [InlineData("alexnet", 300)]
    public void Rows_of_other_images_are(string model, int images)
    {
        var check = Checks(
                model,
                images,
                4,
                (ranks, _, random) =>
                {
                    int[] moved = [.. Enumerable.Range(0, ranks.Length / 5).Where(_ => random.NextDouble() < 0.5)];
                    int[] from = [.. moved];
                    random.Shuffle(from);
                    var changed = ranks.ToArray();
                    foreach (var (to, row) in moved.Zip(from))
                        ranks.AsSpan(row * 5, 5).CopyTo(changed.AsSpan(to * 5));
                    return changed;
                }
            )
            .ShouldHaveSingleItem();

        check.Code.ShouldBe("row-order-doubtful");
        check.Message.ShouldContain("one of the label's kind among their 5 ranks");
    }

    /// <summary>A hundred classes in a row have each other's numbers: of 300 images some 30 are of them.</summary>
    [Theory]
    [InlineData("resnet50", 100)]
    [InlineData("senet154", 600)]
    public void A_stretch_of_classes_with_other_numbers_is(string model, int from)
    {
        var check = Checks(
                model,
                300,
                5,
                (ranks, _, random) =>
                {
                    ushort[] numbers = [.. Enumerable.Range(from, 100).Select(one => (ushort)one)];
                    random.Shuffle(numbers);
                    return Array.ConvertAll(ranks, one => one >= from && one < from + 100 ? numbers[one - from] : one);
                }
            )
            .ShouldHaveSingleItem();

        check.Code.ShouldBe("answers-at-chance");
        check.Message.ShouldContain("of the classes ");
    }

    /// <summary>Ranks behind the best that were never computed have no kind, and nor have any that were drawn by lot.</summary>
    [Fact]
    public void Padding_and_chance_are_no_sign()
    {
        Checks("resnet50", 1000, 6, (ranks, _, random) => [.. ranks.Select((one, at) => at % 5 == 0 ? one : (ushort)random.Next(1000))])
            .ShouldNotContain(check => check.Message.Contains("kind"));
        Checks(
                "resnet50",
                1000,
                6,
                (ranks, _, _) =>
                    [
                        .. ranks
                            .Chunk(5)
                            .SelectMany(row =>
                                (ushort[])[row[0], .. Enumerable.Range(0, 5).Select(one => (ushort)one).Where(one => one != row[0]).Take(4)]
                            ),
                    ]
            )
            .ShouldBeEmpty();
    }

    /// <summary>Classes by their place in a list of ten, of which the head has another: guessing gives as many.</summary>
    [Theory]
    [InlineData(20, 10, 2, true)]
    [InlineData(20, 10, 7, false)]
    [InlineData(60, 10, 9, true)]
    [InlineData(60, 10, 30, false)]
    [InlineData(60, 3, 18, true)]
    [InlineData(60, 3, 36, false)]
    public void Few_images_of_few_classes_are_held_against_guessing(int images, int classes, int right, bool doubted)
    {
        var random = new Random(images + right);
        ushort[] labels = [.. Enumerable.Range(0, images).Select(image => (ushort)(image % classes))];
        ushort[] answers =
        [
            .. labels.Select((label, image) => image < right ? label : (ushort)((label + 1 + random.Next(classes - 1)) % classes)),
        ];
        var space = ClassSpace.Create("few", [.. Enumerable.Range(0, classes).Select(one => new ClassName($"class{one}", ""))]);

        var checks = AnswerChecks.Of(
            new Answers(answers, 1, classes, RanksOnly: false, Verified: true),
            new LabelTarget(Manifest(space, labels), "0", space)
        );

        checks.Select(check => check.Code).ShouldBe(doubted ? ["answers-at-chance"] : []);
    }

    static IReadOnlyList<Check> Checks(string model, int images, int seed, Func<ushort[], ushort[], Random, ushort[]> change)
    {
        var (original, read, random) = (RealPredictions.Original(), RealPredictions.TopFive(model), new Random(seed));
        int[] chosen = [.. Enumerable.Range(0, original.Count)];
        random.Shuffle(chosen);
        chosen = chosen[..images];
        var (labels, ranks) = (new ushort[images], new ushort[images * 5]);
        for (var at = 0; at < images; at++)
        {
            labels[at] = original.Of(chosen[at])[0];
            read.TopClass.Span.Slice(chosen[at] * 5, 5).CopyTo(ranks.AsSpan(at * 5));
        }
        var space = ImageNet1kClasses.Space;
        return AnswerChecks.Of(
            new Answers(change(ranks, labels, random), 5, 1000, RanksOnly: true, Verified: true),
            new LabelTarget(Manifest(space, labels), "0", space)
        );
    }

    static DatasetManifest Manifest(ClassSpace space, ushort[] labels) =>
        new()
        {
            Layout = "csv",
            Variant = "custom",
            ClassSpaceKey = space.Key,
            ClassSpaceHash = space.Hash,
            ClassCount = space.Count,
            Images = [.. labels.Select((label, image) => new ManifestImage($"{image:D8}.JPEG", 0, default, [label], FacetSet.None))],
        };
}
