using System.Text.Json;
using Bench.Metrics.Conformal;
using Bench.Metrics.Statistics;
using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Robust prediction sets against a second implementation (Golden/make_robust_conformal.py), and their promise against the worst
/// move that there is.</summary>
public sealed class RobustConformalTests
{
    const int Pixels = 12,
        Classes = 6,
        Seed = 21;

    sealed record Golden(Run[] Runs);

    sealed record Run(
        string Score,
        double Sigma,
        int Samples,
        double Alpha,
        double Beta,
        int Calibration,
        int Holdout,
        double[] Radii,
        int[] Labels,
        double Threshold,
        double Plus,
        double Hoeffding,
        Tested[] Tested
    );

    sealed record Tested(double Score, JsonElement[][] Sets);

    static readonly Golden Expected = JsonSerializer.Deserialize<Golden>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Attacks/Golden/robust_conformal.json")),
        JsonSerializerOptions.Web
    )!;

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Thresholds_and_sets_are_those_of_NumPy_whatever_the_batch(int chunk)
    {
        foreach (var run in Expected.Runs)
        {
            var spec = new RobustConformalSpec(
                Enum.Parse<ConformalScore>(run.Score, ignoreCase: true),
                run.Sigma,
                run.Samples,
                run.Alpha,
                run.Beta,
                run.Calibration,
                run.Holdout
            );

            var images = Images(spec, run, chunk, splitAt: 7);

            var summary = RobustConformalSummary.Of(spec, run.Radii, images, new(copies: null));
            summary.Threshold!.Value.ShouldBe(run.Threshold, 1e-6);
            summary.PlusThreshold!.Value.ShouldBe(run.Plus, 1e-6);
            summary.Correction.ShouldBe(run.Hoeffding, 1e-12);
            (summary.Holdout, summary.Calibration, summary.Tested).ShouldBe((run.Holdout, run.Calibration, run.Tested.Length));
            var tested = images.Select(image => image.Conformal!).Where(image => image.Role == ConformalRole.Test).ToArray();
            foreach (var (made, due) in tested.Zip(run.Tested))
            {
                made.Score.ShouldBe(due.Score, 1e-6);
                made.Sets.Skip(1)
                    .ShouldBe(
                        due.Sets.Select(set => new RobustSets(
                            set[0].GetInt32(),
                            set[1].GetBoolean(),
                            set[2].GetInt32(),
                            set[3].GetBoolean()
                        ))
                    );
            }
        }
        Expected
            .Runs.SelectMany(run => run.Tested)
            .SelectMany(each => each.Sets)
            .Count(set => set[2].GetInt32() < Classes)
            .ShouldBeGreaterThan(5);
    }

    /// <summary>
    /// Two linear classes: the worst move of length ε goes straight to the boundary, and noise changes the margin alone, so a world is one
    /// number an image: how far it is from the boundary, above 0 where the model is right.
    /// </summary>
    [Fact]
    public void Whoever_moves_every_image_in_the_worst_way_leaves_the_coverage_of_the_promise_and_not_that_of_plain_sets()
    {
        const double Sigma = 0.5,
            Radius = 0.25,
            Alpha = 0.1,
            Beta = 0.005;
        const int Worlds = 200,
            Calibration = 60,
            Tested = 10,
            Samples = 200;
        var (plain, rscp, plus) = (0, 0, 0);
        for (var world = 0; world < Worlds; world++)
        {
            var random = SeededRandom.For(8, world, 0);
            var scores = new double[Calibration];
            foreach (ref var score in scores.AsSpan())
                score = Score(Margin(ref random), ref random).Mean;
            var threshold = ConformalQuantile.Compute(scores, Alpha);
            var raised = ConformalQuantile.Compute(scores, Alpha - 2 * Beta) + RobustConformal.Hoeffding(Samples, Beta);
            for (var i = 0; i < Tested; i++)
            {
                var (mean, variance) = Score(Margin(ref random) - Radius, ref random);
                plain += mean <= RobustConformal.Cut(threshold, 0) ? 1 : 0;
                rscp += mean <= RobustConformal.Cut(threshold, Radius / Sigma) ? 1 : 0;
                var lowered = mean - RobustConformal.EmpiricalBernstein(variance, Samples, Beta);
                plus += lowered <= RobustConformal.Cut(raised, Radius / Sigma) ? 1 : 0;
            }
        }
        const double All = Worlds * Tested;
        (plain / All).ShouldBeLessThan(1 - Alpha - 0.02, "the attack is one");
        // Images of a world share its threshold; 0.02 is three deviations of the mean over worlds.
        (rscp / All).ShouldBeGreaterThan(1 - Alpha - 0.02);
        (plus / All).ShouldBeGreaterThan(1 - Alpha);
        plus.ShouldBeGreaterThanOrEqualTo(rscp);

        static (double Mean, double Variance) Score(double margin, ref SeededRandom random)
        {
            var (mean, squares) = (0.0, 0.0);
            for (var i = 1; i <= Samples; i++)
            {
                var score = 1 / (1 + Math.Exp(3 * (margin + Sigma * random.NextNormal())));
                var off = score - mean;
                mean += off / i;
                squares += off * (score - mean);
            }
            return (mean, squares / (Samples - 1));
        }

        static double Margin(ref SeededRandom random)
        {
            var margin = 2 * random.NextSingle();
            return random.NextSingle() < 1 / (1 + Math.Exp(-6 * margin)) ? margin : -margin;
        }
    }

    [Fact]
    public void Bounds_by_hand()
    {
        RobustConformal.Hoeffding(256, 0.001).ShouldBe(0.11615, 1e-5);
        // √(2 · 0.04 · ln 2000 / 256) + 7 ln 2000 / (3 · 255)
        RobustConformal.EmpiricalBernstein(0.04, 256, 0.001).ShouldBe(0.048737 + 0.069550, 1e-5);
        RobustConformal.Cut(0.7, 0).ShouldBe(0.7);
        RobustConformal.Cut(0.5, 1).ShouldBe(NormalDistribution.Cdf(1), 1e-12);
        RobustConformal.Cut(double.PositiveInfinity, 0.5).ShouldBe(1, "too few images calibrate");
        Should.Throw<ArgumentOutOfRangeException>(() => RobustConformal.Hoeffding(0, 0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => RobustConformal.EmpiricalBernstein(0, 1, 0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => RobustConformal.Cut(0.5, -1));
        // T = 400: a fifth of the ranks below 0.9 is nothing, a tenth above it everything.
        var transform = new PostTrainingTransform([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 0.1);
        transform.Apply(0.75).ShouldBeLessThan(1e-9);
        transform.Apply(0.9).ShouldBe(0.5);
        transform.Apply(1).ShouldBeGreaterThan(1 - 1e-9);
    }

    [Fact]
    public void A_model_that_answers_with_no_number_has_every_class_in_its_sets()
    {
        var target = new LinearTarget([float.NaN, float.NaN], [0, 0], 1);
        var spec = new RobustConformalSpec(ConformalScore.Lac, 0.25, 10, 0.4, 0.01, 3, 0);
        var (scores, sets) = (new SmoothedScores(target, spec, 0, 4), new ConformalSetMaker(spec, [0.1], []));

        for (var image = 0; image < 3; image++)
            sets.Make(ConformalRole.Calibration, scores, [0.5f], image, 0, TestContext.Current.CancellationToken).Score.ShouldBe(1);

        var made = sets.Make(ConformalRole.Test, scores, [0.5f], 3, 0, TestContext.Current.CancellationToken);
        made.Sets.ShouldBe([new(2, true, 2, true), new(2, true, 2, true)]);
    }

    /// <param name="splitAt">After so many images another maker goes on, as another slice does.</param>
    static List<AttackedImage> Images(RobustConformalSpec spec, Run run, int chunk, int splitAt)
    {
        float[] weights = [.. Uniform(0, 1, Classes * Pixels).Select(number => 4 * (2 * number - 1))];
        var target = new LinearTarget(weights, [.. weights.Chunk(Pixels).Select(row => -0.5f * row.Sum())], Pixels);
        var scores = new SmoothedScores(target, spec, Seed, chunk);
        var images = new List<AttackedImage>();
        ConformalSetMaker? sets = null;
        for (var image = 0; image < run.Labels.Length; image++)
        {
            if (image % splitAt == 0)
                sets = new(spec, run.Radii, images.Select(done => done.Conformal!));
            var role =
                image < run.Holdout ? ConformalRole.Holdout
                : image < run.Holdout + run.Calibration ? ConformalRole.Calibration
                : ConformalRole.Test;
            images.Add(
                new(image, "a", run.Labels[image], 1, [])
                {
                    Conformal = sets!.Make(
                        role,
                        scores,
                        Uniform(image, 2, Pixels),
                        image,
                        run.Labels[image],
                        TestContext.Current.CancellationToken
                    ),
                }
            );
        }
        return images;
    }

    static float[] Uniform(long image, int part, int count)
    {
        var random = SeededRandom.For(Seed, image, part);
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = random.NextSingle();
        return numbers;
    }
}
