using Bench.Service.Claims;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Ten photographs under corruptions, or ten alone: too few for most evidence, and enough to see that classes are in another
/// order.</summary>
public sealed class FewPictureTests
{
    const int Pictures = 10;

    [Theory]
    [InlineData("counted from 1", true)]
    [InlineData("one too low", true)]
    [InlineData("sorted as text", false)]
    [InlineData("sorted by name", true)]
    [InlineData("challenge's own order of classes, which", false)]
    public void Answers_and_class_folders_in_another_order_are_doubted_by_its_name(string words, bool tree)
    {
        var order = ClassOrders.MistakenFor(ImageNet1kClasses.Space).First(one => one.Words.Contains(words, StringComparison.Ordinal));

        foreach (var labels in (bool[])[false, true])
        {
            // Seven of ten are known, and three are not.
            var target = Target(tree, picture => (ushort)(labels ? Array.IndexOf(order.Meant, Class(picture)) : Class(picture)));
            var answers = Answers(
                target,
                picture =>
                    picture > 6 ? (ushort)3
                    : labels ? Class(picture)
                    : (ushort)Array.IndexOf(order.Meant, Class(picture))
            );

            var check = AnswerChecks.Of(answers, target).ShouldHaveSingleItem();

            check.Code.ShouldBe("class-order-doubtful");
            check.Message.ShouldStartWith("0 of 10 pictures are answered right, and 7 would be if ");
            // Labels that are one too low are as good as answers that are one too high.
            if (!labels)
                check.Message.ShouldContain(words);
        }
    }

    [Theory]
    [InlineData(0, "answers-at-chance")]
    [InlineData(1, null)]
    [InlineData(9, null)]
    public void A_tree_of_which_no_answer_is_right_is_doubted(int right, string? code)
    {
        var target = Target(tree: true, Class);

        var checks = AnswerChecks.Of(Answers(target, picture => (ushort)(picture < right ? Class(picture) : 900 + picture)), target);

        checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
    }

    static ushort Class(int picture) => (ushort)(40 + 83 * picture);

    static Answers Answers(LabelTarget target, Func<int, ushort> answer) =>
        new(
            [.. Enumerable.Range(0, target.Manifest.Count).Select(image => answer(image % Pictures))],
            1,
            1000,
            RanksOnly: true,
            Verified: true
        );

    static LabelTarget Target(bool tree, Func<int, ushort> label)
    {
        var space = ImageNet1kClasses.Space;
        string[] severities = tree ? [.. Enumerable.Range(1, 10).Select(level => $"{level}")] : ["1"];
        return new(
            new()
            {
                Layout = tree ? "imagenet-c" : "imagefolder",
                Variant = "custom",
                ClassSpaceKey = space.Key,
                ClassSpaceHash = space.Hash,
                ClassCount = space.Count,
                Images =
                [
                    .. severities.SelectMany(severity =>
                        Enumerable
                            .Range(0, Pictures)
                            .Select(picture => new ManifestImage(
                                tree ? $"fog/{severity}/{picture}.JPEG" : $"{picture}.JPEG",
                                0,
                                default,
                                [label(picture)],
                                tree ? FacetSet.Of(("corruption", "fog"), ("severity", severity)) : FacetSet.None
                            ))
                    ),
                ],
            },
            "0",
            space
        );
    }
}
