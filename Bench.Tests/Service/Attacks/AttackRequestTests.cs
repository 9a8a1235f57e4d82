using Bench.Data.Datasets;
using Bench.Service.Attacks;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Tests.Service.Attacks;

/// <summary>What an attack is when little is said, and what is refused.</summary>
public sealed class AttackRequestTests
{
    [Fact]
    public void What_is_left_out_is_the_usual_attack()
    {
        var spec = Request().Settle(Dataset(1000));

        spec.Norm.ShouldBe(AttackNorm.Linf);
        spec.Epsilons.ShouldBe([4.0 / 255]);
        (spec.Attack, spec.Loss, spec.Steps, spec.Queries).ShouldBe(("pgd", AttackLoss.CrossEntropy, 10, 5_000));
        (spec.Restarts, spec.Seed, spec.Images).ShouldBe((1, 0, 1_000));
        (Request() with { Attack = "standard" }).Settle(Dataset(1000)).Steps.ShouldBe(100);
        (Request() with { Norm = AttackNorm.L2 }).Settle(Dataset(1000)).Epsilons.ShouldBe([3]);
    }

    [Fact]
    public void Moves_stand_rising_and_once() =>
        (Request() with { Epsilons = [0.02, 0.01, 0.02] }).Settle(Dataset(1000)).Epsilons.ShouldBe([0.01, 0.02]);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var refusal = Should.Throw<RefusalException>(() =>
            (
                Request() with
                {
                    Attack = "fab",
                    Loss = AttackLoss.Margin,
                    Epsilons = [0, 2],
                    Steps = 0,
                    Queries = -1,
                    Restarts = 101,
                    Images = 0,
                }
            ).Settle(Dataset(1000))
        );

        refusal.Failure.Code.ShouldBe("attack-invalid");
        refusal.Errors!.Keys.ShouldBe(["attack", "epsilons", "images", "loss", "queries", "restarts", "steps"], ignoreOrder: true);
        refusal.Failure.Message.ShouldContain("'fab' is none of pgd, apgd-ce, apgd-t, square, standard");
    }

    [Theory]
    [InlineData("square", AttackNorm.L2, null, 1000, "norm")]
    [InlineData("standard", AttackNorm.Linf, null, 3, "attack")]
    [InlineData("apgd-t", AttackNorm.L2, null, 3, "attack")]
    [InlineData("pgd", AttackNorm.Linf, AttackLoss.LogitsRatio, 2, "loss")]
    [InlineData("apgd-ce", AttackNorm.Linf, AttackLoss.CrossEntropy, 1000, "loss")]
    public void An_attack_that_is_not_made_for_it_is_refused(string attack, AttackNorm norm, AttackLoss? loss, int classes, string field) =>
        Should
            .Throw<RefusalException>(() => (Request() with { Attack = attack, Norm = norm, Loss = loss }).Settle(Dataset(classes)))
            .Errors!.Keys.ShouldBe([field]);

    [Fact]
    public void A_certificate_has_draws_and_radii_of_its_own()
    {
        var spec = (Request() with { Attack = "smoothing" }).Settle(Dataset(2));

        spec.Smoothing.ShouldBe(new SmoothingSpec(0.25, 100, 1_000, 0.001));
        (spec.Norm, spec.Steps, spec.Queries, spec.Restarts).ShouldBe((AttackNorm.L2, 0, 1_100, 0));
        spec.Epsilons.ShouldBe([0.25, 0.5, 0.75, 1, 1.5, 2, 3]);
        var wrong = Request() with { Attack = "smoothing", Norm = AttackNorm.Linf, Sigma = 0, Samples = 0, Alpha = 1, Steps = 5 };
        Should
            .Throw<RefusalException>(() => wrong.Settle(Dataset(2)))
            .Errors!.Keys.ShouldBe(["norm", "sigma", "samples", "alpha", "steps"], ignoreOrder: true);
        Should.Throw<RefusalException>(() => (Request() with { Sigma = 1 }).Settle(Dataset(2))).Errors!.Keys.ShouldBe(["sigma"]);
    }

    [Fact]
    public void What_an_attack_was_stored_as_before_there_were_certificates_is_what_it_is_stored_as_now() =>
        WorkJson.Write(Request().Settle(Dataset(1000))).ShouldNotContain("smoothing");

    static AttackRequest Request() => new() { ModelId = Guid.Empty, Dataset = "val" };

    static Dataset Dataset(int classes) =>
        new()
        {
            Key = "val",
            Variant = "custom",
            Layout = "imagefolder",
            Path = "val",
            Classes = "some",
            ClassSpaceSize = classes,
        };
}
