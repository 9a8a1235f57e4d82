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
        (summary.Flags, summary.Doubts).ShouldBe((AttackFlags.ZeroGradient, AttackFlags.ZeroGradient));
    }

    /// <summary>A byte is the same for every change that rounds away: such an accuracy is no robust one.</summary>
    [Fact]
    public void A_bound_at_which_nothing_was_moved_is_doubted()
    {
        var still = Results with
        {
            Images =
            [
                Image(clean: 2, new(true, 2, 101, 0, null), new(true, 0.5f, 101, 0, null)),
                Image(clean: 1, new(true, 1, 101, 0, null), new(false, -0.2f, 3, 0, "square")),
                Image(clean: -1, new(false, -1, 1, 0, "clean"), new(false, -1, 1, 0, "clean")),
            ],
        };

        var summary = AttackSummary.Of(Spec, still, excluded: 0);

        summary.Points.Select(point => (point.Robust.Hits, point.NothingMoved)).ShouldBe([(2, true), (1, false)]);
        summary.Doubts.ShouldBe(AttackFlags.ZeroGradient | AttackFlags.NothingMoved);
        WorkJson.Read<AttackSummary>(WorkJson.Write(summary)).Doubts.ShouldBe(summary.Doubts, "summaries of older versions are told too");
        var wrong = still with { Images = [still.Images[2]] };
        AttackSummary.Of(Spec, wrong, excluded: 0).Points[0].NothingMoved.ShouldBeFalse("no image was attacked");
    }

    [Fact]
    public void A_fall_by_an_answer_that_is_no_number_is_told()
    {
        var broken = Results with
        {
            Images = [Image(clean: 2, new(true, 1, 9, 0, null), new(false, float.NegativeInfinity, 9, 0, "square"))],
        };

        var summary = AttackSummary.Of(Spec, WorkJson.Read<AttackResults>(WorkJson.Write(broken)), excluded: 0);

        summary.Doubts.ShouldBe(AttackFlags.ZeroGradient | AttackFlags.AnswerNotFinite);
    }

    /// <summary>Another machine's runtime may not load the reverse pass of one slice.</summary>
    [Fact]
    public void What_ruled_out_a_gradient_in_one_slice_stays_known()
    {
        var blind = Results with { Flags = AttackFlags.BlackBoxOnly, Missing = ["the runtime does not load its reverse pass"] };

        var joined = AttackResults.Join([blind, Results]);

        joined.Missing.ShouldBe(blind.Missing);
        AttackFlagText.Of(joined.Flags, joined.Missing)[^1].Sentence.ShouldContain("does not load its reverse pass");
    }

    [Fact]
    public void Orders_add_up_over_recognised_images_alone()
    {
        var spec = Spec with
        {
            Attack = AttackSpec.OrderedTopK,
            Epsilons = [],
            Ordered = new([1, 2], OrderedObjective.Quadratic, 1, 0.2, 3),
        };
        var results = new AttackResults(
            AttackFlags.None,
            [],
            [
                Image(clean: 2) with
                {
                    Ordered = [new([3], true, 6, 2, 0.5, 61, 60), new([3, 1], false, 0, 0, 0, 61, 60)],
                },
                Image(clean: 1) with
                {
                    Ordered = [new([2], true, 3, 1, 0.25, 61, 60), new([2, 3], true, 9, 3, 1, 61, 60)],
                },
                Image(clean: -1),
            ]
        );

        var summary = AttackSummary.Of(spec, results, excluded: 0);

        (summary.Clean.Hits, summary.Points.Count).ShouldBe((2, 0));
        summary.Ordered!.Select(point => (point.TopK, point.Reached.Hits, point.Reached.Value)).ShouldBe([(1, 2, 1.0), (2, 1, 0.5)]);
        summary.Ordered![0].L2.ShouldBe(new OrderedEnergy(1.5, null, null, 1, 2));
        summary.Ordered[1].Linf.ShouldBe(new OrderedEnergy(1, null, null, 1, 1));
        summary.Ordered[0].Reached.CiLow.ShouldBe(WilsonInterval.Of(2, 2).Low);
        (summary.Ordered[1].Queries, summary.Ordered[1].Gradients).ShouldBe((122, 120));
        AttackSummary.Of(spec, AttackResults.None, 0).Ordered![0].L1.Mean.ShouldBeNull();
        WorkJson.Write(WorkJson.Read<AttackResults>(WorkJson.Write(results))).ShouldBe(WorkJson.Write(results));
    }

    [Fact]
    public void Robust_sets_add_up_over_tested_images_alone()
    {
        var spec = Spec with
        {
            Attack = AttackSpec.RobustConformal,
            Epsilons = [0.1],
            Conformal = new(ConformalScore.Lac, 0.2, 50, 0.25, 0.01, 4, 1),
        };
        var images = new List<AttackedImage> { Of(ConformalRole.Holdout, 0.9) };
        images.AddRange(new[] { 0.4, 0.1, 0.3, 0.2 }.Select(score => Of(ConformalRole.Calibration, score)));
        images.Add(Of(ConformalRole.Test, 0.5, new(1, true, 3, true), new(2, true, 4, true)));
        images.Add(Of(ConformalRole.Test, 0.5, new(0, false, 2, true), new(3, false, 4, true)));

        var sets = AttackSummary.Of(spec, new(AttackFlags.None, [], images), 0).Conformal!;

        (sets.Holdout, sets.Calibration, sets.Tested).ShouldBe((1, 4, 2));
        (sets.Threshold, sets.PlusThreshold).ShouldBe((0.4, 0.4), "rank ⌈5 · 0.75⌉ and ⌈5 · 0.77⌉ of four");
        sets.Points.Select(point => point.Radius).ShouldBe([0, 0.1]);
        (sets.Points[0].Rscp.Coverage.Hits, sets.Points[0].Rscp.MedianSize, sets.Points[0].Rscp.MeanSize).ShouldBe((1, 0, 0.5));
        (sets.Points[1].RscpPlus.Coverage.Value, sets.Points[1].RscpPlus.MedianLow, sets.Points[1].RscpPlus.MeanLow).ShouldBe((1, 4, null));
        var few = spec with { Conformal = spec.Conformal with { Alpha = 0.1 } };
        AttackSummary.Of(few, new(AttackFlags.None, [], images), 0).Conformal!.Threshold.ShouldBeNull("four are too few for 90 %");

        static AttackedImage Of(ConformalRole role, double score, params RobustSets[] sets) =>
            Image(clean: 1) with
            {
                Conformal = new(role, score, sets),
            };
    }

    [Fact]
    public void Slices_join_to_the_same_numbers_and_the_same_bytes()
    {
        var joined = AttackResults.Join([
            Results with
            {
                Images = [Results.Images[0]],
                Flags = AttackFlags.None,
            },
            Results with
            {
                Images = [.. Results.Images.Skip(1)],
            },
        ]);

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
        var whole = AttackImages.Of(manifest, seed: 7, most: 100, labelled: false);
        (whole.Count, whole.Where(i => i % 10 != 3).SequenceEqual(all)).ShouldBe((30, true), "labels have no part in it");
        bool[] listed = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0)];
        AttackImages.Of(manifest, seed: 7, most: 100, within: listed).ShouldBe(all.Where(i => listed[i]));
    }

    [Fact]
    public void Every_flag_has_a_sentence_and_the_operator_is_named()
    {
        var all = Enum.GetValues<AttackFlags>().Aggregate((one, other) => one | other);

        var texts = AttackFlagText.Of(all, ["Sinh"]);

        texts
            .Select(text => text.Flag)
            .ShouldBe([
                "randomised",
                "zeroGradient",
                "softmaxOutput",
                "blackBoxBetter",
                "batchDependent",
                "blackBoxOnly",
                "gradientNotFinite",
                "steppedGradient",
                "nothingMoved",
                "answerNotFinite",
                "roundedBeyond",
                "saturatedAnswers",
            ]);
        texts.ShouldAllBe(text => text.Sentence.EndsWith('.'));
        texts.Single(text => text.Flag == "blackBoxOnly").Sentence.ShouldContain("Sinh");
        AttackFlagText.Of(AttackFlags.None, []).ShouldBeEmpty();
    }

    /// <summary>Ten pictures with thirty copies each: the first thirty are not one picture.</summary>
    [Fact]
    public void Copies_of_a_picture_are_chosen_as_if_they_were_files_of_their_own()
    {
        var one = Manifest(10).Images;
        var manifest = Manifest([.. Enumerable.Range(0, 300).Select(i => one[i % 10] with { Path = $"{i / 10}/{i % 10}.png" })]);

        var chosen = AttackImages.Of(manifest, seed: 7, most: 30, labelled: false);

        chosen.Select(i => i % 10).Distinct().Count().ShouldBeGreaterThan(7);
        chosen.CountBy(i => i / 10).Max(copies => copies.Value).ShouldBeLessThan(8);
        AttackImages.Of(manifest, seed: 7, most: 300, labelled: false).Take(30).ShouldBe(chosen);
    }

    static AttackedImage Image(float clean, params AttackOutcome[] outcomes) => new(0, "a", 0, clean, outcomes);

    /// <summary>Every tenth image has two labels.</summary>
    static DatasetManifest Manifest(int count) =>
        Manifest([
            .. Enumerable
                .Range(0, count)
                .Select(i => new ManifestImage(
                    $"{i}.png",
                    1,
                    new ContentHash(SHA256.HashData([(byte)i])),
                    i % 10 == 3 ? [0, 1] : [(ushort)(i % 4)],
                    FacetSet.None
                )),
        ]);

    static DatasetManifest Manifest(IReadOnlyList<ManifestImage> images) =>
        new()
        {
            Layout = LayoutIds.ImageFolder,
            Variant = "custom",
            ClassSpaceKey = "few",
            ClassSpaceHash = "",
            ClassCount = 4,
            Images = images,
        };
}
