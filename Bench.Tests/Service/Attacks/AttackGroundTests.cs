using Bench.Data.Datasets;
using Bench.Metrics.Predicted;
using Bench.Service.Attacks;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Tests.Service.Attacks;

/// <summary>What cannot be attacked is refused when it is asked for, not when it is run.</summary>
public sealed class AttackGroundTests
{
    static readonly Dataset Dataset = new()
    {
        Key = "some",
        Variant = "custom",
        Layout = LayoutIds.ImageFolder,
        Path = "some",
        Classes = "four",
    };

    [Fact]
    public void Images_with_one_label_of_the_classes_that_are_told_apart_are_offered()
    {
        var ground = AttackGround.Of(Dataset, Manifest([1, 3], groups: false), list: null, within: null);
        var listed = AttackGround.Of(Dataset, Manifest(null, groups: false), list: null, [true, true, false, false, true]);

        ground.Classes.ShouldBe([1, 3]);
        (ground.Images, listed.Images, listed.Classes.Count).ShouldBe((2, 2, 4));
    }

    [Fact]
    public void Groups_of_classes_a_single_class_and_images_without_a_label_offer_nothing()
    {
        Refused(Manifest(null, groups: true), null).ShouldContain("groups of classes");
        Refused(Manifest([2], groups: false), null).ShouldContain("one class");
        Refused(Manifest(null, groups: false), [false, false, false, false, true]).ShouldContain("exactly one label");

        static string Refused(DatasetManifest manifest, IReadOnlyList<bool>? within)
        {
            var refusal = Should.Throw<RefusalException>(() => AttackGround.Of(Dataset, manifest, null, within));
            refusal.Failure.Code.ShouldBe("attack-unsupported");
            return refusal.Failure.Message;
        }
    }

    /// <summary>Of classes 0 to 3 in turn; the last image has two labels.</summary>
    static DatasetManifest Manifest(ushort[]? mask, bool groups)
    {
        var space = ClassSpace.Parse("four", "a\ta\nb\tb\nc\tc\nd\td\n");
        return new()
        {
            Layout = LayoutIds.ImageFolder,
            Variant = "custom",
            ClassSpaceKey = "four",
            ClassSpaceHash = "",
            ClassCount = 4,
            Mask = mask,
            Groups = groups
                ? GroupSpace.Create("two", space, GroupRule.Mean, false, [(new("x", "x"), ["a", "b"]), (new("y", "y"), ["c", "d"])])
                : null,
            Images =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(i => new ManifestImage($"{i}.png", 1, default, i < 4 ? [(ushort)i] : [0, 1], FacetSet.None)),
            ],
        };
    }
}
