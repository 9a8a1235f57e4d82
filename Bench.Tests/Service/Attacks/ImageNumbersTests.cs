using Bench.Service.Attacks;
using Bench.Service.Explanations;

namespace Bench.Tests.Service.Attacks;

/// <summary>Forty pictures, each in five copies under corruptions that all say the same.</summary>
public sealed class ImageNumbersTests
{
    static readonly int[] Copies = [.. Enumerable.Range(0, 200).Select(i => i % 40)];

    static readonly AttackSpec Spec = new()
    {
        Norm = AttackNorm.Linf,
        Epsilons = [0.01],
        Attack = AttackSpec.Pgd,
        Steps = 10,
        Queries = 100,
        Restarts = 1,
        Seed = 0,
        Images = 200,
    };

    [Fact]
    public void Copies_make_no_share_of_an_attack_surer()
    {
        var (once, often) = (Attacked(40), Attacked(200));

        var (single, copied) = (AttackSummary.Of(Spec, once, 0), AttackSummary.Of(Spec, often, 0, Copies));

        (copied.Images, copied.Clean.Hits, copied.Points[0].Robust.Hits).ShouldBe((200, 150, 100));
        foreach (var (one, five) in Shares(single).Zip(Shares(copied)))
        {
            five.Value!.Value.ShouldBe(one.Value!.Value, 1e-12);
            five.CiLow!.Value.ShouldBe(one.CiLow!.Value, 1e-9);
            five.CiHigh!.Value.ShouldBe(one.CiHigh!.Value, 1e-9);
        }
        AttackSummary.Of(Spec, often, 0).Clean.CiLow!.Value.ShouldBeGreaterThan(copied.Clean.CiLow!.Value + 0.05, "as if they were 200");
        AttackSummary.Of(Spec, once, 0, Copies).Clean.ShouldBe(single.Clean, "one copy of each is a picture of its own");

        static IEnumerable<AttackShare> Shares(AttackSummary of) => [of.Clean, of.Points[0].Robust, of.Points[0].Moved];
    }

    [Fact]
    public void Nor_a_mean_of_an_explanation()
    {
        var single = ExplanationSummary.Of(new(Explained(40)), 0).Insertion.Area;
        var copied = ExplanationSummary.Of(new(Explained(200)), 0, Copies).Insertion.Area;

        copied.Value.ShouldBe(single.Value, 1e-12);
        copied.CiLow!.Value.ShouldBe(single.CiLow!.Value, 1e-9);
        ExplanationSummary
            .Of(new(Explained(200)), 0, [.. Copies.Select(picture => picture % 20)])
            .Insertion.Area.CiLow.ShouldBeNull("twenty pictures are too few for an interval");
    }

    /// <summary>Of four pictures one falls, one is wrong from the start.</summary>
    static AttackResults Attacked(int count) =>
        new(
            AttackFlags.None,
            [],
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new AttackedImage(
                        i,
                        $"{i}",
                        0,
                        i % 4 == 3 ? -1 : 1,
                        [new(i % 4 < 2, i % 4 == 0 ? 1 : 0.5f, 10, 10, i % 4 < 2 ? null : "pgd")]
                    )),
            ]
        );

    static ExplainedImage[] Explained(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new ExplainedImage(i, $"{i}", 1, FidelityCurve.Of([0, i % 40 * 0.02]), FidelityCurve.Of([1, 0]), [])),
        ];
}
