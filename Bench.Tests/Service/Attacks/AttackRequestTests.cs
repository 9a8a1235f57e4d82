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
        var spec = Request().Settle(Ground(1000));

        spec.Norm.ShouldBe(AttackNorm.Linf);
        spec.Epsilons.ShouldBe([4.0 / 255]);
        (spec.Attack, spec.Loss, spec.Steps, spec.Queries).ShouldBe(("pgd", AttackLoss.CrossEntropy, 10, 5_000));
        (spec.Restarts, spec.Seed, spec.Images).ShouldBe((1, 0, 1_000));
        (Request() with { Attack = "standard" }).Settle(Ground(1000)).Steps.ShouldBe(100);
        (Request() with { Norm = AttackNorm.L2 }).Settle(Ground(1000)).Epsilons.ShouldBe([3]);
    }

    [Fact]
    public void Of_a_list_all_images_are_attacked_unless_fewer_are_asked_for()
    {
        var list = new AttackList(Guid.Empty, AttackList.Usual, 1, 5_000);

        Request().Settle(Ground(1000, list)).Images.ShouldBe(5_000);
        var quick = (Request() with { Images = 1_000 }).Settle(Ground(1000, list));
        (quick.Images, quick.List).ShouldBe((1_000, list));
    }

    [Fact]
    public void Moves_stand_rising_and_once() =>
        (Request() with { Epsilons = [0.02, 0.01, 0.02] }).Settle(Ground(1000)).Epsilons.ShouldBe([0.01, 0.02]);

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
            ).Settle(Ground(1000))
        );

        refusal.Failure.Code.ShouldBe("attack-invalid");
        refusal.Errors!.Keys.ShouldBe(["attack", "epsilons", "images", "loss", "queries", "restarts", "steps"], ignoreOrder: true);
        refusal.Failure.Message.ShouldContain("'fab' is not one of pgd, apgd-ce, apgd-t, square, standard");
    }

    /// <summary>A move that single precision rounds away would be reported as one that was withstood.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(9e-7)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_bound_that_moves_nothing_or_everything_is_refused(double epsilon) =>
        Should
            .Throw<RefusalException>(() => (Request() with { Epsilons = [epsilon] }).Settle(Ground(1000)))
            .Errors!.Keys.ShouldBe(["epsilons"]);

    /// <summary>In a picture of 224 × 224 a move of this length is a few billionths in each number.</summary>
    [Fact]
    public void A_length_that_rounds_away_in_each_number_is_refused()
    {
        var l2 = Request() with { Norm = AttackNorm.L2 };

        Errors(l2 with { Epsilons = [1e-6] }).ShouldBe(["epsilons"]);
        (l2 with { Epsilons = [1e-3] }).Settle(Ground(6)).Epsilons.ShouldBe([1e-3]);
        (Request() with { Attack = "smoothing", Epsilons = [1e-6] }).Settle(Ground(6)).Epsilons.ShouldBe([1e-6], "a radius moves nothing");
    }

    [Theory]
    [InlineData("square", AttackNorm.L2, null, 1000, "norm")]
    [InlineData("standard", AttackNorm.Linf, null, 3, "attack")]
    [InlineData("apgd-t", AttackNorm.L2, null, 3, "attack")]
    [InlineData("pgd", AttackNorm.Linf, AttackLoss.LogitsRatio, 2, "loss")]
    [InlineData("apgd-ce", AttackNorm.Linf, AttackLoss.CrossEntropy, 1000, "loss")]
    public void An_attack_that_is_not_made_for_it_is_refused(string attack, AttackNorm norm, AttackLoss? loss, int classes, string field) =>
        Should
            .Throw<RefusalException>(() => (Request() with { Attack = attack, Norm = norm, Loss = loss }).Settle(Ground(classes)))
            .Errors!.Keys.ShouldBe([field]);

    [Fact]
    public void A_certificate_has_draws_and_radii_of_its_own()
    {
        var spec = (Request() with { Attack = "smoothing" }).Settle(Ground(2));

        spec.Smoothing.ShouldBe(new SmoothingSpec(0.25, 100, 1_000, 0.001));
        (spec.Norm, spec.Steps, spec.Queries, spec.Restarts).ShouldBe((AttackNorm.L2, 0, 1_100, 0));
        spec.Epsilons.ShouldBe([0.25, 0.5, 0.75, 1, 1.5, 2, 3]);
        var wrong = Request() with { Attack = "smoothing", Norm = AttackNorm.Linf, Sigma = 0, Samples = 0, Alpha = 1, Steps = 5 };
        Should
            .Throw<RefusalException>(() => wrong.Settle(Ground(2)))
            .Errors!.Keys.ShouldBe(["norm", "sigma", "samples", "alpha", "steps"], ignoreOrder: true);
        Should.Throw<RefusalException>(() => (Request() with { Sigma = 1 }).Settle(Ground(2))).Errors!.Keys.ShouldBe(["sigma"]);
    }

    /// <summary>Of n draws of one class the share's bound is α^(1/n); only above one half something follows.</summary>
    [Theory]
    [InlineData(1, 0.5, false)]
    [InlineData(2, 0.5, true)]
    [InlineData(9, 0.001, false)]
    [InlineData(10, 0.001, true)]
    [InlineData(39, 1e-12, false)]
    [InlineData(40, 1e-12, true)]
    public void Draws_that_could_certify_nothing_are_refused(int samples, double alpha, bool enough)
    {
        var request = Request() with { Attack = "smoothing", Samples = samples, Alpha = alpha };

        if (enough)
            request.Settle(Ground(6)).Smoothing!.Reach.ShouldBeGreaterThan(0);
        else
            Errors(request).ShouldBe(["samples"]);
    }

    /// <summary>Older versions accepted what cannot be made among a mask's classes; it may still wait.</summary>
    [Fact]
    public void What_was_accepted_before_and_cannot_be_made_says_why()
    {
        int[] masked = [2, 5, 7];
        AttackSpec Asked(string attack, AttackLoss? loss = null, OrderedRequest? ordered = null) =>
            (Request() with { Attack = attack, Loss = loss, Ordered = ordered }).Settle(Ground(1000));

        Asked("pgd").WhyNotAmong(masked).ShouldBeNull();
        Asked("pgd", AttackLoss.LogitsRatio).WhyNotAmong(masked).ShouldBeNull();
        Asked("ordered", ordered: new() { TopK = [2] }).WhyNotAmong(masked).ShouldBeNull();
        Asked("ordered", ordered: new() { Classes = [7, 2] }).WhyNotAmong(masked).ShouldBeNull();

        Asked("pgd").WhyNotAmong([3])!.ShouldContain("needs 2 classes");
        Asked("pgd", AttackLoss.LogitsRatio).WhyNotAmong([2, 5])!.ShouldContain("needs 3 classes");
        Asked("standard").WhyNotAmong(masked)!.ShouldContain("needs 4 classes, and the dataset tells 3 apart");
        Asked("ordered").WhyNotAmong(masked)!.ShouldContain("needs 11 classes");
        Asked("ordered", ordered: new() { Classes = [7, 1] })
            .WhyNotAmong(masked)!
            .ShouldContain("Class 1 of the order is not one of the 3");
    }

    [Fact]
    public void An_ordered_attack_has_lengths_and_an_objective_and_no_bound()
    {
        var spec = (Request() with { Attack = "ordered" }).Settle(Ground(1000));

        (spec.Norm, spec.Epsilons.Count, spec.Steps, spec.Restarts, spec.IsPlain).ShouldBe((AttackNorm.L2, 0, 60, 0, false));
        spec.Ordered!.TopK.ShouldBe([1, 5, 10]);
        (spec.Ordered.Objective, spec.Ordered.Rounds, spec.Ordered.Margin, spec.Ordered.Refinements).ShouldBe(
            (OrderedObjective.Quadratic, 1, 0.2, 3)
        );
        spec.Queries.ShouldBe(3 * 61);
        (Request() with { Attack = "ordered" }).Settle(Ground(6)).Ordered!.TopK.ShouldBe([1, 5]);
        Ordered(new() { Classes = [4, 2, 0] }).Settle(Ground(6)).Ordered!.TopK.ShouldBe([3]);
        Errors(Ordered(new() { TopK = [6] })).ShouldBe(["ordered.topK"]);
        Errors(Ordered(new() { TopK = [2], Classes = [1] })).ShouldBe(["ordered.topK"]);
        Errors(Ordered(new() { Classes = [1, 1] })).ShouldBe(["ordered.classes"]);
        Errors(Ordered(new() { Classes = [6] })).ShouldBe(["ordered.classes"]);
        // Only what the dataset tells apart can be brought into an order.
        var masked = new AttackGround("val", [2, 5, 7], 50);
        Ordered(new() { Classes = [7, 2] }).Settle(masked).Ordered!.TopK.ShouldBe([2]);
        Should.Throw<RefusalException>(() => Ordered(new() { Classes = [1] }).Settle(masked)).Errors!.Keys.ShouldBe(["ordered.classes"]);
        Should.Throw<RefusalException>(() => Ordered(new() { TopK = [3] }).Settle(masked)).Errors!.Keys.ShouldBe(["ordered.topK"]);
        Should.Throw<RefusalException>(() => (Request() with { Attack = "standard" }).Settle(masked)).Errors!.Keys.ShouldBe(["attack"]);
        Errors(
                Ordered(
                    new()
                    {
                        Rounds = 0,
                        Margin = double.NaN,
                        Refinements = 11,
                    }
                ) with
                {
                    Norm = AttackNorm.Linf,
                    Epsilons = [1],
                    Queries = 5,
                    Sigma = 1,
                }
            )
            .ShouldBe(["epsilons", "norm", "ordered.margin", "ordered.refinements", "ordered.rounds", "queries", "sigma"]);
        Errors(Ordered(new()) with { Attack = "pgd" }).ShouldBe(["ordered"]);

        static AttackRequest Ordered(OrderedRequest ordered) => Request() with { Attack = "ordered", Ordered = ordered };
    }

    [Fact]
    public void Robust_sets_have_a_radius_of_half_their_noise_and_half_the_images_to_calibrate()
    {
        var spec = (Request() with { Attack = "robust-conformal", Images = 40 }).Settle(Ground(6));

        spec.Conformal.ShouldBe(new RobustConformalSpec(ConformalScore.Lac, 0.25, 256, 0.1, 0.001, 20, 0));
        (spec.Norm, spec.Steps, spec.Queries).ShouldBe((AttackNorm.L2, 0, 256));
        spec.Epsilons.ShouldBe([0.125]);
        (Sets(new() { Holdout = 20 }).Settle(Ground(6)).Conformal!.Calibration).ShouldBe(15, "the dataset has 50 images");
        Errors(Sets(new() { Calibration = 50 })).ShouldBe(["conformal.calibration"]);
        Errors(Sets(new() { Holdout = 60 })).ShouldBe(["conformal.calibration"]);
        Errors(
                Sets(
                    new()
                    {
                        Sigma = 0,
                        Samples = 1,
                        Alpha = 0.01,
                        Beta = 0.005,
                        Holdout = -1,
                    }
                ) with
                {
                    Steps = 3,
                }
            )
            .ShouldBe(["conformal.beta", "conformal.holdout", "conformal.samples", "conformal.sigma", "epsilons", "steps"]);
        Errors(Sets(new()) with { Attack = "smoothing" }).ShouldBe(["conformal"]);

        static AttackRequest Sets(RobustConformalRequest conformal) =>
            Request() with
            {
                Attack = "robust-conformal",
                Conformal = conformal,
            };
    }

    static IEnumerable<string> Errors(AttackRequest request) =>
        Should.Throw<RefusalException>(() => request.Settle(Ground(6))).Errors!.Keys.Order(StringComparer.Ordinal);

    [Fact]
    public void What_an_attack_was_stored_as_before_there_were_certificates_is_what_it_is_stored_as_now() =>
        WorkJson
            .Write(Request().Settle(Ground(1000)))
            .ShouldBe(
                """{"norm":"linf","epsilons":[0.01568627450980392],"attack":"pgd","loss":"crossEntropy","steps":10,"queries":5000,"""
                    + "\"restarts\":1,\"seed\":0,\"images\":1000}"
            );

    static AttackRequest Request() => new() { ModelId = Guid.Empty, Dataset = "val" };

    static AttackGround Ground(int classes, AttackList? list = null) =>
        new("val", [.. Enumerable.Range(0, classes)], list?.Images ?? 50, list);
}
