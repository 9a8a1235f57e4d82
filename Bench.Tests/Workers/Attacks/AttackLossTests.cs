using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

public sealed class AttackLossTests
{
    public static TheoryData<string, int> All =>
        new(from loss in Enum.GetNames<AttackLoss>() from target in new[] { -1, 4 } select (loss, target));

    [Theory, MemberData(nameof(All))]
    public void The_seed_is_the_slope_of_the_loss(string name, int target)
    {
        var loss = Enum.Parse<AttackLoss>(name);
        var random = new Random(9);
        for (var trial = 0; trial < 50; trial++)
        {
            float[] logits = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() * 6)],
                seed = new float[8],
                ignored = new float[8];
            AttackLosses.Compute(loss, logits, 2, target, seed);
            for (var i = 0; i < logits.Length; i++)
            {
                const float step = 1e-3f;
                float[] up = [.. logits],
                    down = [.. logits];
                (up[i], down[i]) = (logits[i] + step, logits[i] - step);
                // Where two classes are this close a step may change their order, and the loss has a kink.
                if (logits.Any(other => other != logits[i] && Math.Abs(other - logits[i]) < 3 * step))
                    continue;
                var slope =
                    (AttackLosses.Compute(loss, up, 2, target, ignored) - AttackLosses.Compute(loss, down, 2, target, ignored))
                    / (2 * step);
                seed[i].ShouldBe(slope, 5e-3f * (1 + Math.Abs(slope)), $"{name}, class {i}");
            }
        }
    }

    /// <summary>A model that is sure has a cross-entropy of 0 in single precision. The other classes' odds tell the way all the same, and a
    /// picture that is nearer to falling has the larger loss.</summary>
    [Theory]
    [InlineData(AttackLoss.CrossEntropy)]
    [InlineData(AttackLoss.ProbabilityMargin)]
    public void Of_logits_that_are_a_thousand_times_as_large_the_slope_is_still_seen(AttackLoss loss)
    {
        float[] seed = new float[4];
        var last = float.NegativeInfinity;
        for (var label = 5000f; label >= 0; label -= 0.25f)
        {
            var now = AttackLosses.Compute(loss, [0, label, 0.5f, -1], 1, -1, seed);

            // Next to -1 single precision has larger steps.
            (now > last || (label > -7 && now >= last)).ShouldBeTrue($"{label}: {last} then {now}");
            seed[2].ShouldBeGreaterThan(0);
            seed[1].ShouldBeLessThan(0);
            last = now;
        }
        AttackLosses.Compute(AttackLoss.CrossEntropy, [0, 3000, 3000 - 40, -1], 1, -1, seed);
        seed.ShouldBe([0, -1, 1, 0]);
    }

    [Fact]
    public void Values_by_hand()
    {
        float[] logits = [1, 4, 2, 0],
            seed = new float[4];

        AttackLosses.Compute(AttackLoss.Margin, logits, 1, -1, seed).ShouldBe(-2);
        AttackLosses.Compute(AttackLoss.Margin, logits, 1, 3, seed).ShouldBe(-4);
        // (2 − 4) / (4 − 1)
        AttackLosses.Compute(AttackLoss.LogitsRatio, logits, 1, -1, seed).ShouldBe(-2f / 3, 1e-6f);
        // (0 − 4) / (4 − (1 + 0) / 2)
        AttackLosses.Compute(AttackLoss.LogitsRatio, logits, 1, 3, seed).ShouldBe(-4f / 3.5f, 1e-6f);
        var sum = MathF.Exp(1) + MathF.Exp(4) + MathF.Exp(2) + 1;
        AttackLosses.Compute(AttackLoss.CrossEntropy, logits, 1, -1, seed).ShouldBe(-MathF.Log(MathF.Exp(4) / sum), 1e-6f);
        AttackLosses.Compute(AttackLoss.ProbabilityMargin, logits, 1, -1, seed).ShouldBe((MathF.Exp(2) - MathF.Exp(4)) / sum, 1e-6f);
        AttackLosses.TrueMargin(logits, 1).ShouldBe(2);
        AttackLosses.TrueMargin(logits, 2).ShouldBe(-2);
    }

    [Fact]
    public void The_best_classes_come_in_order_and_ties_in_class_order()
    {
        Span<int> top = stackalloc int[4];

        AttackLosses.Top([1, 5, 3, 5, 0, 3], top);

        top.ToArray().ShouldBe([1, 3, 2, 5]);
    }
}
