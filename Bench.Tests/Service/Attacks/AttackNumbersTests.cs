using System.Security.Cryptography;
using System.Text;
using Bench.Metrics.Statistics;
using Bench.Service.Attacks;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Work;

namespace Bench.Tests.Service.Attacks;

/// <summary>Which images are attacked, and what their outcomes add up to.</summary>
public sealed class AttackNumbersTests
{
    static readonly AttackSpec Spec = new()
    {
        Norm = AttackNorm.Linf,
        Epsilons = [0.01, 0.02],
        Attack = AttackSpec.Square,
        Steps = 10,
        Queries = 100,
        Restarts = 1,
        Seed = 0,
        Images = 10,
    };

    static readonly AttackResults Results = new(
        AttackFlags.ZeroGradient,
        [],
        [
            Image(clean: 2, new(true, 1.5f, 101, 0, null), new(true, 0.5f, 101, 0, null)),
            Image(clean: 2, new(true, 2, 101, 0, null), new(false, -0.1f, 40, 0, "square")),
            Image(clean: 1, new(false, -0.2f, 3, 0, "square"), new(false, -0.2f, 3, 0, "square")),
            Image(clean: -1, new(false, -1, 1, 0, "clean"), new(false, -1, 1, 0, "clean")),
        ]
    );

    [Fact]
    public void A_hand_worked_attack_adds_up()
    {
        var summary = AttackSummary.Of(Spec, Results, excluded: 1);

        (summary.Images, summary.Excluded, summary.Clean.Hits, summary.Clean.Value).ShouldBe((4, 1, 3, 0.75));
        summary.Points.Select(point => point.Robust.Hits).ShouldBe([2, 1]);
        summary.Points[0].Robust.CiLow.ShouldBe(WilsonInterval.Of(2, 4).Low);
        // The second image's margin at the smaller ε is the clean one.
        summary.Points.Select(point => (point.Moved.Hits, point.Moved.Value)).ShouldBe([(2, 2.0 / 3), (3, 1)]);
        summary.Points.Select(point => point.Queries).ShouldBe([206, 145]);
        summary
            .Points[1]
            .ByQueries.Select(step => (step.Queries, step.Accuracy))
            .ShouldBe([(1, 0.75), (2, 0.75), (5, 0.5), (10, 0.5), (20, 0.5), (50, 0.25), (100, 0.25), (101, 0.25)]);
        summary.Flags.ShouldBe(AttackFlags.ZeroGradient);
    }

    [Fact]
    public void Slices_join_to_the_same_numbers_and_the_same_bytes()
    {
        var joined = AttackResults
            .None.With(Results with { Images = [Results.Images[0]], Flags = AttackFlags.None })
            .With(Results with { Images = [.. Results.Images.Skip(1)] });

        WorkJson.Write(joined).ShouldBe(WorkJson.Write(Results));
        WorkJson.Write(WorkJson.Read<AttackResults>(WorkJson.Write(Results))).ShouldBe(WorkJson.Write(Results));
    }

    [Fact]
    public void No_images_yet_have_no_numbers()
    {
        var summary = AttackSummary.Of(Spec, AttackResults.None, excluded: 3);

        summary.Clean.ShouldBe(new AttackShare(0, null, null, null));
        summary.Points[0].ByQueries.ShouldBeEmpty();
    }

    [Fact]
    public void Images_stand_in_the_order_of_a_hash_and_few_are_the_beginning_of_many()
    {
        var manifest = Manifest(30);

        var all = AttackImages.Of(manifest, seed: 7, most: 100);

        all.ShouldBe([
            .. Enumerable
                .Range(0, 30)
                .Where(i => i % 10 != 3)
                .OrderBy(
                    i => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"7:{manifest.Images[i].Hash}"))),
                    StringComparer.Ordinal
                ),
        ]);
        AttackImages.Of(manifest, seed: 7, most: 5).ShouldBe(all.Take(5));
        AttackImages.Of(manifest, seed: 8, most: 100).ShouldNotBe(all);
    }

    [Fact]
    public void Every_flag_has_a_sentence_and_the_operator_is_named()
    {
        var all = Enum.GetValues<AttackFlags>().Aggregate((one, other) => one | other);

        var texts = AttackFlagText.Of(all, ["Sinh"]);

        texts
            .Select(text => text.Flag)
            .ShouldBe(["randomised", "zeroGradient", "softmaxOutput", "blackBoxBetter", "batchDependent", "blackBoxOnly"]);
        texts.ShouldAllBe(text => text.Sentence.EndsWith('.'));
        texts[^1].Sentence.ShouldContain("Sinh");
        AttackFlagText.Of(AttackFlags.None, []).ShouldBeEmpty();
    }

    static AttackedImage Image(float clean, params AttackOutcome[] outcomes) => new(0, "a", 0, clean, outcomes);

    /// <summary>Every tenth image has two labels.</summary>
    static DatasetManifest Manifest(int count) =>
        new()
        {
            Layout = LayoutIds.ImageFolder,
            Variant = "custom",
            ClassSpaceKey = "few",
            ClassSpaceHash = "",
            ClassCount = 4,
            Images =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new ManifestImage(
                        $"{i}.png",
                        1,
                        new ContentHash(SHA256.HashData([(byte)i])),
                        i % 10 == 3 ? [0, 1] : [(ushort)(i % 4)],
                        FacetSet.None
                    )),
            ],
        };
}
