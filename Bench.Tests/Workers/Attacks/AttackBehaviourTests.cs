using Bench.Metrics.Predicted;
using Bench.Service.Attacks;
using Bench.Workers.Attacks;
using Bench.Workers.Attacks.Run;

namespace Bench.Tests.Workers.Attacks;

/// <summary>What a record of an attack relies on: budgets, the box, seeds that do not depend on batches, flags.</summary>
public sealed class AttackBehaviourTests
{
    const int Pixels = 3 * 4 * 4;

    static readonly ThreatModel Linf = new(AttackNorm.Linf, 0.03f),
        L2 = new(AttackNorm.L2, 0.3f);

    [Fact]
    public void Results_depend_on_the_seed_and_on_neither_batch_nor_order()
    {
        var one = Run(chunk: 1, seed: 4);
        var other = Run(chunk: 16, seed: 4);
        var reversed = Run(chunk: 5, seed: 4, reverse: true);
        var reseeded = Run(chunk: 16, seed: 5);

        other.ShouldBe(one);
        reversed.Reverse().ShouldBe(one);
        reseeded.ShouldNotBe(one);

        static (float, int, string?)[] Run(int chunk, long seed, bool reverse = false)
        {
            var pictures = Pictures(LinearTarget.Random(11, 6, Pixels), chunk, reverse);
            AttackEnsemble.Run(AttackEnsemble.Standard(Linf, true, 3, 4, iterations: 5, queries: 20), pictures, Linf, seed, default);
            return [.. Enumerable.Range(0, pictures.Count).Select(i => (pictures.Margins[i], pictures.Queries[i], pictures.FooledBy[i]))];
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_picture_leaves_the_ball_or_the_box(bool euclidean)
    {
        var threat = euclidean ? L2 : Linf;
        var pictures = Pictures(LinearTarget.Random(12, 6, Pixels), 8);

        AttackEnsemble.Run(
            [new ProjectedGradient(AttackLoss.Margin, 5), .. AttackEnsemble.Standard(threat, true, 3, 4, 10, 30)],
            pictures,
            threat,
            1,
            default
        );

        for (var i = 0; i < pictures.Count; i++)
        {
            var moved = pictures.Adversarial.AsSpan(i * Pixels, Pixels).ToArray();
            moved.ShouldAllBe(value => value >= 0 && value <= 1);
            var change = moved.Zip(pictures.Original(i).ToArray(), (a, b) => (double)a - b).ToArray();
            (euclidean ? Math.Sqrt(change.Sum(d => d * d)) : change.Max(Math.Abs)).ShouldBeLessThanOrEqualTo(threat.Epsilon * 1.0001);
        }
    }

    [Fact]
    public void A_budget_is_kept_and_a_fallen_picture_is_left_alone()
    {
        var pictures = Pictures(LinearTarget.Random(13, 6, Pixels), 8);

        AttackEnsemble.Run([new SquareAttack(25, 0.8f, 3, 4)], pictures, new(AttackNorm.Linf, 0.01f), 1, default);

        for (var i = 0; i < pictures.Count; i++)
        {
            pictures.Queries[i].ShouldBeLessThanOrEqualTo(26, "one look before the attack");
            if (!pictures.Fooled[i])
                pictures.Queries[i].ShouldBe(26);
            pictures.Gradients[i].ShouldBe(0);
            (pictures.Margins[i] <= 0).ShouldBe(pictures.Fooled[i]);
        }
        pictures.Fooled.ShouldContain(true);
        pictures.Fooled.ShouldContain(false);
    }

    /// <summary>A comparison passes over what is no number, wherever it stands.</summary>
    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(1, float.NaN)]
    [InlineData(2, float.NaN)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(2, float.NegativeInfinity)]
    public void An_answer_with_anything_that_is_no_number_is_no_recognition(int place, float number)
    {
        var bias = new float[] { 5, 1, 0 };
        bias[place] = number;
        var pictures = new AttackedPictures(new LinearTarget(new float[3], bias, 1), [0.5f], [0], [0], chunk: 1);

        pictures.LookAtOriginals(default);

        (pictures.Fooled[0], pictures.Margins[0]).ShouldBe((true, float.NegativeInfinity));
    }

    /// <summary>A probability of 1 next to zeros shows no way to any other class; logits that are as far apart do.</summary>
    [Theory]
    [InlineData(new[] { 0f, 1, 0, 0 }, true)]
    [InlineData(new[] { 0f, 1, 1e-30f, 0 }, false)]
    [InlineData(new[] { 0.2f, 0.5f, 0.2f, 0.1f }, false)]
    public void Probabilities_of_one_class_alone_are_saturated(float[] probabilities, bool saturated)
    {
        var logits = new float[probabilities.Length];
        PredictionHead.LogitsOfProbabilities(probabilities, logits);

        RoundedOutput.Is(logits).ShouldBe(saturated);
        RoundedOutput.Is([0, 200, -100, -100]).ShouldBeFalse();
    }

    [Fact]
    public void A_picture_that_was_wrong_before_is_not_attacked()
    {
        var target = LinearTarget.Random(14, 5, Pixels);
        var picture = new float[Pixels];
        var logits = new float[5];
        target.Logits(picture, logits);
        var pictures = new AttackedPictures(target, picture, [Array.IndexOf(logits, logits.Min())], [0], 1);

        AttackEnsemble.Run(AttackEnsemble.Standard(Linf, true, 3, 4), pictures, Linf, 1, default);

        pictures.FooledBy.ShouldBe(["clean"]);
        pictures.Queries.ShouldBe([1]);
    }

    [Fact]
    public void The_side_of_the_square_follows_the_published_schedule()
    {
        var attack = new SquareAttack(10_000, 0.05f, 3, 224);
        var pixels = 3 * 224 * 224;

        // √(p · 224²) with p halved after 10, 50, 200, 500, 1,000, 2,000, 4,000, 6,000 and 8,000 queries.
        new[] { 0, 10, 11, 51, 201, 501, 1001, 2001, 4001, 6001, 8001 }
            .Select(query => attack.Side(query, pixels))
            .ShouldBe([50, 50, 35, 25, 18, 13, 9, 6, 4, 3, 2]);
        new SquareAttack(5_000, 0.8f, 3, 224).Side(6, pixels).ShouldBe(142, "with half the queries the schedule runs twice as fast");
    }

    [Fact]
    public void Without_a_gradient_the_ensemble_is_Square_and_anything_else_is_refused()
    {
        var pictures = Pictures(LinearTarget.Random(11, 6, Pixels), 8, hasGradient: false);

        AttackEnsemble.Standard(Linf, hasGradient: false, 3, 4).Select(attack => attack.Name).ShouldBe(["square"]);
        AttackEnsemble.Standard(Linf, hasGradient: true, 3, 4).Select(attack => attack.Name).ShouldBe(["apgd-ce", "apgd-dlr-t", "square"]);
        Should
            .Throw<ArgumentException>(() => AttackEnsemble.Run([new ProjectedGradient(AttackLoss.Margin)], pictures, Linf, 1, default))
            .Message.ShouldContain("pgd10-margin");
    }

    [Fact]
    public void The_ratio_of_logits_needs_three_classes()
    {
        var pictures = Pictures(LinearTarget.Random(11, 2, Pixels), 8);

        Should
            .Throw<ArgumentException>(() =>
                AttackEnsemble.Run([new AutoProjectedGradient(AttackLoss.LogitsRatio)], pictures, Linf, 1, default)
            )
            .Message.ShouldContain("3 classes");
    }

    [Fact]
    public void Flags_say_what_makes_a_number_doubtful()
    {
        var linear = Pictures(LinearTarget.Random(11, 6, Pixels), 8);
        Flags(linear.Target).ShouldBe(AttackFlags.None);
        Flags(new OddTarget(linear.Target) { Noise = true }).ShouldBe(AttackFlags.Randomised);
        Flags(new OddTarget(linear.Target) { Flat = true }).ShouldBe(AttackFlags.ZeroGradient);
        Flags(new OddTarget(linear.Target) { Softmax = true }).ShouldBe(AttackFlags.SoftmaxOutput);
        Flags(new OddTarget(linear.Target) { SeesBatch = true }).ShouldBe(AttackFlags.BatchDependent);

        var blind = Pictures(new OddTarget(linear.Target) { Flat = true }, 8);
        AttackEnsemble.Run([new ProjectedGradient(AttackLoss.Margin, 2), new SquareAttack(100, 0.8f, 3, 4)], blind, Linf, 1, default);
        AttackFlagsFinder.AfterAttack(blind).ShouldBe(AttackFlags.BlackBoxBetter);

        AttackFlags Flags(IAttackTarget target) =>
            AttackFlagsFinder.BeforeAttack(target, linear.Originals.AsSpan(0, 4 * Pixels), linear.Labels.AsSpan(0, 4), batch: 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_last_picture_is_looked_at_whatever_the_batch(int batch)
    {
        var linear = Pictures(LinearTarget.Random(11, 6, Pixels), 8);
        var target = new OddTarget(linear.Target) { FlatOver = linear.Originals[3 * Pixels] };

        AttackFlagsFinder
            .BeforeAttack(target, linear.Originals.AsSpan(0, 4 * Pixels), linear.Labels.AsSpan(0, 4), batch)
            .ShouldBe(AttackFlags.ZeroGradient);
    }

    static AttackedPictures Pictures(LinearTarget target, int chunk, bool reverse = false, bool hasGradient = true) =>
        Pictures((IAttackTarget)(hasGradient ? target : new OddTarget(target) { HasGradient = false }), chunk, reverse);

    static AttackedPictures Pictures(IAttackTarget target, int chunk, bool reverse = false)
    {
        var random = new Random(3);
        var rows = Enumerable
            .Range(0, 20)
            .Select(i => (Id: (long)i, Picture: Enumerable.Range(0, Pixels).Select(_ => random.NextSingle()).ToArray()))
            .ToArray();
        if (reverse)
            Array.Reverse(rows);
        float[] originals = [.. rows.SelectMany(row => row.Picture)],
            logits = new float[20 * target.Classes];
        target.Logits(originals, logits);
        return new(
            target,
            originals,
            [.. logits.Chunk(target.Classes).Select(row => Array.IndexOf(row, row.Max()))],
            [.. rows.Select(row => row.Id)],
            chunk
        );
    }

    /// <summary>A target with a fault.</summary>
    sealed class OddTarget(IAttackTarget inner) : IAttackTarget
    {
        readonly Random _random = new(1);

        public bool Noise { get; init; }

        public bool Flat { get; init; }

        /// <summary>The first pixel of the one picture over which it is flat.</summary>
        public float? FlatOver { get; init; }

        public bool Softmax { get; init; }

        public bool SeesBatch { get; init; }

        public int Pixels => inner.Pixels;

        public int Classes => inner.Classes;

        public bool HasGradient { get; init; } = true;

        public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
        {
            inner.Logits(pictures, logits);
            foreach (ref var logit in logits)
                logit += (Noise ? _random.NextSingle() : 0) + (SeesBatch ? 0.1f * pictures.Length / Pixels * logit : 0);
            for (var i = 0; Softmax && i < logits.Length; i += Classes)
                System.Numerics.Tensors.TensorPrimitives.SoftMax(logits.Slice(i, Classes).ToArray(), logits.Slice(i, Classes));
        }

        public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients)
        {
            inner.Gradients(pictures, seeds, gradients);
            for (var i = 0; i < gradients.Length; i += Pixels)
                if (Flat || pictures[i] == FlatOver)
                    gradients.Slice(i, Pixels).Clear();
        }
    }
}
