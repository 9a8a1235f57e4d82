using System.Globalization;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Images that repeat a picture say of classes and their order what the picture says, once.</summary>
public sealed class RepeatedPictureTests
{
    const int Pictures = 60;

    /// <summary>An honest model mistakes both edits of a picture for the same class: no class but is mistaken throughout.</summary>
    [Theory]
    [InlineData("edits")]
    [InlineData("tree")]
    [InlineData("files")]
    public void A_model_that_mistakes_a_picture_in_each_of_its_copies_is_not_doubted(string kind)
    {
        var target = Target(kind, copies: kind == "files" ? 3 : 2);

        AnswerChecks
            .Of(Answers(target, picture => picture % 5 != 0 || picture == 0 ? Class(picture) : (ushort)(Class(picture) + 3)), target)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Another_order_of_classes_is_seen_in_edits_too()
    {
        var target = Target("edits", copies: 2);

        AnswerChecks
            .Of(Answers(target, picture => (ushort)(Class(picture) + 1)), target)
            .ShouldHaveSingleItem()
            .Code.ShouldBe("class-order-doubtful");
    }

    /// <summary>Three pictures of sixty are corrected, on each of their ten copies.</summary>
    [Theory]
    [InlineData("tree")]
    [InlineData("edits")]
    public void Corrections_of_a_picture_on_each_of_its_copies_are_not_doubted(string kind)
    {
        var target = Target(kind, copies: 10);
        ushort[] given =
        [
            .. Enumerable
                .Range(0, target.Manifest.Count)
                .Select(image => image % Pictures is var picture && picture < 3 ? (ushort)(Class(picture) + 3) : Class(picture)),
        ];

        LabelAgreement
            .Checked(
                new()
                {
                    Key = "corrected",
                    Kind = LabelSetKind.OneLabel,
                    Source = new("csv"),
                    ManifestHash = "0",
                    ClassCount = target.Classes.Count,
                    Labels = new GroundTruth
                    {
                        Offsets = Enumerable.Range(0, given.Length + 1).ToArray(),
                        Classes = given,
                        SingleLabel = true,
                    },
                },
                target,
                disagrees: false
            )
            .Checks.ShouldBeEmpty();
    }

    static ushort Class(int picture) => (ushort)(16 * picture);

    static Answers Answers(LabelTarget target, Func<int, ushort> answer) =>
        new(
            [.. Enumerable.Range(0, target.Manifest.Count).Select(image => answer(image % Pictures))],
            1,
            1000,
            RanksOnly: true,
            Verified: true
        );

    /// <summary>Sixty pictures of as many classes; in folders of edits, in a corruption tree, or as copies of the same files.</summary>
    static LabelTarget Target(string kind, int copies)
    {
        var space = ImageNet1kClasses.Space;
        return new(
            new()
            {
                Layout = kind == "tree" ? "imagenet-c" : "imagefolder",
                Variant = "custom",
                ClassSpaceKey = space.Key,
                ClassSpaceHash = space.Hash,
                ClassCount = space.Count,
                Images =
                [
                    .. from copy in Enumerable.Range(1, copies)
                    from picture in Enumerable.Range(0, Pictures)
                    select new ManifestImage(
                        kind switch
                        {
                            "tree" => $"fog/{copy}/{picture:D4}.JPEG",
                            "edits" => $"edit{copy:D2}/{picture:D4}.JPEG",
                            _ => $"{copy}-{picture:D4}.JPEG",
                        },
                        1,
                        kind == "files" ? Hash(picture) : Hash(100 * copy + picture),
                        [Class(picture)],
                        kind == "tree"
                            ? FacetSet.Of(("corruption", "fog"), ("severity", copy.ToString(CultureInfo.InvariantCulture)))
                            : FacetSet.None
                    ),
                ],
            },
            "0",
            space
        );
    }

    static ContentHash Hash(int number) => new(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)));
}
