using Bench.Metrics.Conformal;
using Bench.Metrics.Predicted;
using CsCheck;

namespace Bench.Tests.Metrics.Conformal;

public class ConformalPredictionTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public void Agrees_with_whole_matrix_NumPy_however_small_the_head(int head)
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("conformal", "cases"))
        {
            var predictions = Given.Logits(golden.Logits, head);
            var calibration = Bits.Where(golden.Label.Length, i => golden.Calibration[i]);
            foreach (var expected in golden.Results)
            {
                var options = new ConformalOptions
                {
                    Alpha = golden.Alpha,
                    Lambda = golden.Lambda,
                    FreeRanks = golden.FreeRanks,
                    Seed = 9,
                };
                var report = ConformalPrediction.Evaluate(
                    predictions,
                    Given.Labels(golden.Label),
                    calibration,
                    Enum.Parse<ConformalMethod>(expected.Method),
                    options
                );
                report.Quantile.ShouldBe(expected.Quantile, 1e-9);
                report.Coverage.ShouldBe(expected.Coverage, 1e-12);
                report.MeanSize.ShouldBe(expected.MeanSize, 1e-12);
                report.MedianSize.ShouldBe(expected.MedianSize);
                report.EmptySets.ShouldBe(expected.Empty);
                report.WorstClassCoverage.ShouldBe(expected.Worst, 1e-12);
                report.FifthPercentileClassCoverage.ShouldBe(expected.Fifth, 1e-12);
                report.Strata.Select(static s => s.Count.Images).ShouldBe(expected.Strata);
            }
        }
    }

    [Fact]
    public void Under_shift_a_dataset_that_is_not_shifted_has_the_same_sets()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("conformal", "cases"))
        {
            var (predictions, labels) = (Given.Logits(golden.Logits, 10), Given.Labels(golden.Label));
            var calibration = Bits.Where(golden.Label.Length, i => golden.Calibration[i]);
            var tested = labels.Without(calibration, "calibration");
            var methods = Enum.GetValues<ConformalMethod>();

            var own = ConformalPrediction.EvaluateAll(predictions, [labels], calibration, methods)[0];
            var shifted = ConformalPrediction.EvaluateShifted(predictions, labels, calibration, predictions, tested, methods);

            shifted
                .Select(report => (report.Quantile, report.CalibrationImages, report.TestImages, report.Coverage, report.MeanSize))
                .ShouldBe(
                    own.Select(report => (report.Quantile, report.CalibrationImages, report.TestImages, report.Coverage, report.MeanSize))
                );
        }
    }

    [Fact]
    public void The_quantile_counts_one_more_than_there_are()
    {
        double[] scores = [5, 1, 4, 2, 3, 9, 8, 7, 6];
        ConformalQuantile.Compute(scores, 0.1).ShouldBe(9); // ⌈10 · 0.9⌉ = 9
        ConformalQuantile.Compute(scores, 0.5).ShouldBe(5); // ⌈10 · 0.5⌉ = 5
        ConformalQuantile.Compute(scores, 0.05).ShouldBe(double.PositiveInfinity); // ⌈9.5⌉ = 10 > 9
        ConformalQuantile.Compute([], 0.1).ShouldBe(double.PositiveInfinity);
        Should.Throw<ArgumentOutOfRangeException>(() => ConformalQuantile.Compute(scores, 1));
    }

    [Fact]
    public void Without_calibration_images_every_class_is_in_every_set()
    {
        var report = ConformalPrediction.Evaluate(
            Random(1, 20, 7),
            Given.Labels([.. Enumerable.Repeat(3, 20)]),
            Bits.Of(new string('0', 20)),
            ConformalMethod.Aps
        );
        (report.CalibrationImages, report.MeanSize, report.Coverage).ShouldBe((0, 7, 1));
    }

    [Fact]
    public void Without_test_images_there_are_no_numbers()
    {
        var report = ConformalPrediction.Evaluate(
            Random(1, 20, 7),
            Given.Labels([.. Enumerable.Repeat(3, 20)]),
            Bits.All(20),
            ConformalMethod.Lac
        );
        report.TestImages.ShouldBe(0);
        foreach (
            var value in new[]
            {
                report.Coverage,
                report.MeanSize,
                report.MedianSize,
                report.WorstClassCoverage,
                report.SizeStratifiedCoverage,
            }
        )
            value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Coverage_keeps_its_promise_on_average()
    {
        foreach (var method in Enum.GetValues<ConformalMethod>())
        {
            var coverages = Enumerable
                .Range(0, 60)
                .Select(seed =>
                {
                    var random = new Random(seed);
                    var labels = Enumerable.Range(0, 300).Select(_ => random.Next(12)).ToArray();
                    var logits = labels
                        .Select(label => Enumerable.Range(0, 12).Select(c => random.NextDouble() * 4 + (c == label ? 1.5 : 0)).ToArray())
                        .ToArray();
                    return ConformalPrediction
                        .Evaluate(Given.Logits(logits), Given.Labels(labels), Bits.Where(300, static i => i < 100), method)
                        .Coverage;
                })
                .ToArray();
            coverages.Average().ShouldBeInRange(0.89, 0.925, method.ToString());
        }
    }

    [Fact]
    public void A_smaller_alpha_never_shrinks_a_set() =>
        Gen.Int[0, 1000]
            .Sample(
                seed =>
                {
                    var predictions = Random(seed, 60, 9);
                    var labels = Given.Labels([.. Enumerable.Range(0, 60).Select(static i => i % 9)]);
                    foreach (var method in Enum.GetValues<ConformalMethod>())
                    {
                        ConformalReport At(double alpha) =>
                            ConformalPrediction.Evaluate(
                                predictions,
                                labels,
                                Bits.Where(60, static i => i < 30),
                                method,
                                new() { Alpha = alpha }
                            );
                        At(0.1).MeanSize.ShouldBeGreaterThanOrEqualTo(At(0.3).MeanSize);
                        At(0.1).CoveredImages.ShouldBeGreaterThanOrEqualTo(At(0.3).CoveredImages);
                    }
                },
                iter: 30
            );

    [Fact]
    public void Any_acceptable_class_covers_and_excluded_images_take_no_part()
    {
        double[] row = [3, 2, 1, 0];
        var report = ConformalPrediction.Evaluate(
            Given.Logits([row, row, row, row]),
            Given.Sets([0, 3], [0, 3], [], [3]),
            Bits.Of("1000"),
            ConformalMethod.Lac,
            new() { Alpha = 0.5 }
        );
        (report.CalibrationImages, report.TestImages, report.CoveredImages).ShouldBe((1, 2, 1));
        report.MeanSize.ShouldBe(1);
        report.Classes.Select(count => count.Coverage).ShouldBe([1, double.NaN, double.NaN, 0]);
    }

    [Fact]
    public void Minus_infinite_logits_and_wide_ranges_rank_last()
    {
        var predictions = Given.Logits(
            [
                [0, double.NegativeInfinity, -5000, -20, -20, 1],
            ],
            head: 2
        );
        var ranked = new RankedClasses(predictions);
        ranked.Load(0);
        Enumerable.Range(0, 6).Select(rank => ranked.TryGet(rank, out var category, out _) ? category : -1).ShouldBe([5, 0, 3, 4, 2, 1]);
        ranked.TryGet(6, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void The_random_part_depends_on_seed_and_image_alone()
    {
        NonconformityScore.Uniform(1, 5).ShouldBe(NonconformityScore.Uniform(1, 5));
        NonconformityScore.Uniform(1, 5).ShouldNotBe(NonconformityScore.Uniform(2, 5));
        Enumerable.Range(0, 20_000).Average(i => NonconformityScore.Uniform(1, i)).ShouldBe(0.5, 0.01);
    }

    [Fact]
    public void Impossible_options_and_missing_logits_are_refused()
    {
        var (predictions, labels, none) = (Random(1, 2, 3), Given.Labels(0, 1), Bits.Of("00"));
        Should.Throw<ArgumentOutOfRangeException>(() =>
            ConformalPrediction.Evaluate(predictions, labels, none, ConformalMethod.Lac, new() { Alpha = 0 })
        );
        Should.Throw<ArgumentOutOfRangeException>(() =>
            ConformalPrediction.Evaluate(predictions, labels, none, ConformalMethod.Raps, new() { Lambda = -1 })
        );
        Should.Throw<ArgumentException>(() => ConformalPrediction.Evaluate(Given.Ranks(3, 0, 1), labels, none, ConformalMethod.Lac));
        Should.Throw<ArgumentException>(() => ConformalPrediction.Evaluate(predictions, Given.Labels(0), none, ConformalMethod.Lac));
    }

    [Fact]
    public void Defaults_are_stated()
    {
        var options = new ConformalOptions();
        (options.Alpha, options.Lambda, options.FreeRanks, options.Seed).ShouldBe((0.1, 0.01, 5, 1ul));
    }

    static Predictions Random(int seed, int images, int classes)
    {
        var random = new Random(seed);
        return Given.Logits([
            .. Enumerable.Range(0, images).Select(_ => Enumerable.Range(0, classes).Select(_ => random.NextDouble() * 4).ToArray()),
        ]);
    }

    sealed record Golden(
        double[][] Logits,
        int[] Label,
        bool[] Calibration,
        double Alpha,
        double Lambda,
        int FreeRanks,
        Expected[] Results
    );

    sealed record Expected(
        string Method,
        double Quantile,
        double Coverage,
        double MeanSize,
        double MedianSize,
        int Empty,
        double Worst,
        double Fifth,
        int[] Strata
    );
}
