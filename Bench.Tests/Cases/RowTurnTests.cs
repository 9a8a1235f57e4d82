using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Rows that were turned by some places, over lists in an order of no classes and over trees of class folders, in which
/// neighbours have one label.</summary>
public sealed class RowTurnTests
{
    [Theory]
    [InlineData(false, 1, "row-order-doubtful")]
    [InlineData(false, -1, "row-order-doubtful")]
    [InlineData(false, 137, "row-order-doubtful")]
    [InlineData(false, 200, "row-order-doubtful")]
    [InlineData(true, 1, "row-order-doubtful")]
    [InlineData(true, -1, "row-order-doubtful")]
    // By whole folders it is the same as other numbers of the classes.
    [InlineData(true, 37, "class-order-doubtful")]
    [InlineData(true, 200, "class-order-doubtful")]
    public void Rows_that_are_turned_are_doubted(bool isTree, int turn, string code)
    {
        var target = Target(isTree, classes: 20, images: 400);

        Codes(target, row => (row + turn + 400) % 400).ShouldBe([code]);
        Codes(target, row => row).ShouldBeEmpty();
    }

    [Fact]
    public void Two_blocks_of_a_part_that_changed_places_are_doubted()
    {
        var target = Target(isTree: false, classes: 20, images: 400);

        Codes(
                target,
                row =>
                    row < 100 ? row
                    : row < 180 ? row + 70
                    : row < 250 ? row - 80
                    : row
            )
            .ShouldBe(["row-order-doubtful"]);
    }

    /// <summary>Nine models of ten, and folders that hold few images: mistakes for the next class are no shift.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void Models_that_are_wrong_as_often_as_they_like_are_not_doubted(double accuracy)
    {
        for (var seed = 0; seed < 10; seed++)
            Codes(Target(isTree: true, classes: 40, images: 400), row => row, accuracy, seed).ShouldBeEmpty();
    }

    /// <summary>Codes for a model whose answer for each row is for another image.</summary>
    static IEnumerable<string> Codes(LabelTarget target, Func<int, int> imageOf, double accuracy = 0.8, int seed = 3)
    {
        var random = new Random(seed);
        ushort[] labels = [.. target.Manifest.Images.Select(image => image.Classes[0])];
        // Wrong ones are for classes that are near.
        ushort[] own = [.. labels.Select(label => random.NextDouble() < accuracy ? label : (ushort)((label + random.Next(1, 9)) % 1000))];
        ushort[] answers = [.. Enumerable.Range(0, labels.Length).Select(row => own[imageOf(row)])];
        return AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: false), target).Select(check => check.Code);
    }

    static LabelTarget Target(bool isTree, int classes, int images)
    {
        var space = ImageNet1kClasses.Space;
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, images).Select(image => image * classes / images)];
        if (!isTree)
            random.Shuffle(labels);
        return new(
            new()
            {
                Layout = "imagefolder",
                Variant = "custom",
                ClassSpaceKey = space.Key,
                ClassSpaceHash = space.Hash,
                ClassCount = space.Count,
                Images =
                [
                    .. labels.Select(
                        (label, image) =>
                            new ManifestImage(
                                isTree ? $"{space[3 * label].Id}/{image:D4}.JPEG" : $"{image:D4}.JPEG",
                                1,
                                default,
                                [(ushort)(3 * label)],
                                FacetSet.None
                            )
                    ),
                ],
            },
            "0",
            space
        );
    }
}
