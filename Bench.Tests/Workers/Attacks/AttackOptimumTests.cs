using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Attacks on functions whose worst point is known exactly.</summary>
public sealed class AttackOptimumTests
{
    const int Pixels = 3 * 4 * 4;

    public static TheoryData<string, int> Climbers =>
        new(
            from loss in Enum.GetNames<AttackLoss>()
            where loss != nameof(AttackLoss.LogitsRatio)
            from kind in new[] { 0, 1 }
            select (loss, kind)
        );

    [Theory, MemberData(nameof(Climbers))]
    public void On_two_linear_classes_an_attack_by_gradient_meets_the_optimum(string loss, int kind)
    {
        var target = LinearTarget.Random(5, 2, Pixels);
        var pictures = Pictures(target, 40);
        IAttack attack =
            kind == 0
                ? new ProjectedGradient(Enum.Parse<AttackLoss>(loss), 20)
                : new AutoProjectedGradient(Enum.Parse<AttackLoss>(loss), 20);
        ThreatModel threat = new(AttackNorm.Linf, 0.06f);

        AttackEnsemble.Run([attack], pictures, threat, seed: 1, default);

        MeetsTheOptimum(pictures, threat);
    }

    /// <summary>Defensive distillation divides the logits by a temperature while it trains: they are large afterwards, and gradients of
    /// probabilities are 0 in single precision.</summary>
    [Theory, MemberData(nameof(Climbers))]
    public void A_thousand_times_the_logits_hide_nothing(string loss, int kind)
    {
        var plain = LinearTarget.Random(5, 2, Pixels);
        var target = new LinearTarget([.. plain.Weights.Select(one => 1000 * one)], [.. plain.Bias.Select(one => 1000 * one)], Pixels);
        var pictures = Pictures(target, 40);
        IAttack attack =
            kind == 0
                ? new ProjectedGradient(Enum.Parse<AttackLoss>(loss), 20)
                : new AutoProjectedGradient(Enum.Parse<AttackLoss>(loss), 20);

        AttackFlagsFinder.BeforeAttack(target, pictures.Originals, pictures.Labels, 8).ShouldBe(AttackFlags.None);
        AttackEnsemble.Run([attack], pictures, new(AttackNorm.Linf, 0.06f), seed: 1, default);

        for (var i = 0; i < pictures.Count; i++)
            pictures.Fooled[i].ShouldBe(plain.Optimum(pictures.Original(i), pictures.Labels[i], 0.06f) <= 0);
    }

    [Fact]
    public void On_many_linear_classes_an_attack_towards_each_meets_the_optimum()
    {
        var target = LinearTarget.Random(6, 7, Pixels);
        var pictures = Pictures(target, 40);
        ThreatModel threat = new(AttackNorm.Linf, 0.02f);

        AttackEnsemble.Run([new AutoProjectedGradient(AttackLoss.Margin, 20, Targets: 6)], pictures, threat, seed: 1, default);

        MeetsTheOptimum(pictures, threat);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_the_Euclidean_norm_the_optimum_is_the_length_of_the_weights(bool automatic)
    {
        var target = LinearTarget.Random(7, 2, Pixels);
        var pictures = Pictures(target, 40, spread: 0.2f);
        ThreatModel threat = new(AttackNorm.L2, 0.2f);
        IAttack attack = automatic ? new AutoProjectedGradient(AttackLoss.Margin, 20) : new ProjectedGradient(AttackLoss.Margin, 80);

        AttackEnsemble.Run([attack], pictures, threat, seed: 1, default);

        for (var i = 0; i < pictures.Count; i++)
        {
            var optimum = target.EuclideanOptimum(pictures.Original(i), pictures.Labels[i], threat.Epsilon);
            pictures.Fooled[i].ShouldBe(optimum <= 0);
            if (!pictures.Fooled[i])
                ((double)pictures.Margins[i]).ShouldBe(optimum, 2e-4);
        }
    }

    [Fact]
    public void Square_never_goes_below_the_optimum_and_comes_near_it()
    {
        var target = LinearTarget.Random(8, 5, Pixels);
        var pictures = Pictures(target, 40);
        ThreatModel threat = new(AttackNorm.Linf, 0.02f);

        AttackEnsemble.Run([new SquareAttack(400, 0.8f, 3, 4)], pictures, threat, seed: 1, default);

        var (standing, near) = (0, 0);
        for (var i = 0; i < pictures.Count; i++)
        {
            var optimum = target.Optimum(pictures.Original(i), pictures.Labels[i], threat.Epsilon);
            if (pictures.Fooled[i])
                optimum.ShouldBeLessThanOrEqualTo(1e-5);
            else
            {
                ((double)pictures.Margins[i]).ShouldBeGreaterThanOrEqualTo(optimum - 1e-5);
                standing++;
                near += pictures.Margins[i] < optimum + 0.15 ? 1 : 0;
            }
        }
        standing.ShouldBeGreaterThan(5);
        near.ShouldBeGreaterThan(standing / 2);
    }

    /// <summary>
    /// The margin of a network of two inputs, a hidden layer of rectifiers and two classes is linear between the lines where a rectifier
    /// switches, so its least value in a square is at a corner of the square or where two such lines, or a line and an edge, meet: all are
    /// tried.
    /// </summary>
    [Fact]
    public void On_piecewise_linear_networks_no_attack_passes_the_least_value_of_all_regions()
    {
        var (standing, met) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var target = RectifierTarget.Random(seed, hidden: 5);
            float[] picture = [0.3f + seed % 5 * 0.1f, 0.6f - seed % 3 * 0.1f];
            var label = target.Best(picture);
            var pictures = new AttackedPictures(target, picture, [label], [seed], 1);
            ThreatModel threat = new(AttackNorm.Linf, 0.15f);

            AttackEnsemble.Run(
                [new AutoProjectedGradient(AttackLoss.Margin, 40, Restarts: 5), new SquareAttack(50, 0.8f, 2, 1)],
                pictures,
                threat,
                seed: 1,
                default
            );

            var least = target.LeastMargin(picture, label, threat.Epsilon);
            pictures.Fooled[0].ShouldBe(least <= 0 && pictures.Fooled[0]);
            if (!pictures.Fooled[0])
            {
                ((double)pictures.Margins[0]).ShouldBeGreaterThanOrEqualTo(least - 1e-5);
                standing++;
                met += pictures.Margins[0] < least + 1e-4 ? 1 : 0;
            }
        }
        standing.ShouldBeGreaterThan(20);
        met.ShouldBeGreaterThanOrEqualTo(standing * 9 / 10);
    }

    static AttackedPictures Pictures(LinearTarget target, int count, float spread = 1)
    {
        var random = new Random(3);
        float[] originals = [.. Enumerable.Range(0, count * Pixels).Select(_ => 0.5f + spread * (random.NextSingle() - 0.5f))];
        var logits = new float[count * target.Classes];
        target.Logits(originals, logits);
        int[] labels = [.. logits.Chunk(target.Classes).Select(row => Array.IndexOf(row, row.Max()))];
        return new(target, originals, labels, [.. Enumerable.Range(0, count).Select(i => (long)i)], chunk: 7);
    }

    static void MeetsTheOptimum(AttackedPictures pictures, ThreatModel threat)
    {
        var standing = 0;
        for (var i = 0; i < pictures.Count; i++)
        {
            var optimum = ((LinearTarget)pictures.Target).Optimum(pictures.Original(i), pictures.Labels[i], threat.Epsilon);
            pictures.Fooled[i].ShouldBe(optimum <= 0, $"picture {i}: optimum {optimum}");
            if (pictures.Fooled[i])
                continue;
            standing++;
            ((double)pictures.Margins[i]).ShouldBe(optimum, 1e-5, $"picture {i}");
        }
        standing.ShouldBeGreaterThan(2);
        standing.ShouldBeLessThan(pictures.Count);
    }
}
