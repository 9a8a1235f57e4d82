using Bench.Metrics.Calibration;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Tests.Metrics.Calibration;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void A_hand_worked_error_of_two_bins()
    {
        // (0, .5]: 0.4 right, 0.2 wrong: gap .5 − .3 = .2. (.5, 1]: 0.9 right, 0.7 wrong: gap .5 − .8 = −.3.
        float[] confidence = [0.4f, 0.2f, 0.9f, 0.7f];
        bool[] correct = [true, false, true, false];

        ExpectedCalibrationError.Compute(confidence, correct, 2).ShouldBe(0.25, 1e-7);
        ExpectedCalibrationError.Compute(confidence, correct, 2, norm: CalibrationNorm.Max).ShouldBe(0.3, 1e-7);
        ExpectedCalibrationError.Compute(confidence, correct, 2, norm: CalibrationNorm.L2).ShouldBe(Math.Sqrt((0.04 + 0.09) / 2), 1e-7);
    }

    [Fact]
    public void Confidence_one_falls_in_the_last_bin_and_zero_in_the_first()
    {
        ConfidenceBins.WidthBinOf(1, 15).ShouldBe(14);
        ConfidenceBins.WidthBinOf(0, 15).ShouldBe(0);
        ConfidenceBins.WidthBinOf(0.5f, 2).ShouldBe(0);
        ConfidenceBins.WidthBinOf(MathF.BitIncrement(0.5f), 2).ShouldBe(1);
    }

    [Fact]
    public void Published_defects_are_kept_apart_from_the_correct_value()
    {
        // 0.95 right and 1 wrong belong to one bin of gap .5 − .975.
        var pairs = ConfidencePairs.Sort([0.95f, 1f], [true, false]);

        ExpectedCalibrationError.Compute(pairs).ShouldBe(0.475, 1e-6);
        PublishedCalibrationErrors.ExtraBin(pairs).ShouldBe(0.525, 1e-6);
        PublishedCalibrationErrors.DropsOne(pairs).ShouldBe(0.025, 1e-6);
    }

    [Fact]
    public void The_most_confident_hundred_are_never_scored_by_the_published_root_mean_square()
    {
        var confidence = Enumerable.Range(0, 200).Select(i => i < 100 ? 0.5f : 1f).ToArray();
        var pairs = ConfidencePairs.Sort(confidence, [.. Enumerable.Range(0, 200).Select(i => i < 50)]);

        PublishedCalibrationErrors.SkipsLastBin(pairs).ShouldBe(0);
        ExpectedCalibrationError.Compute(pairs, 2, Binning.Mass, CalibrationNorm.L2).ShouldBe(Math.Sqrt(0.5), 1e-7);
    }

    [Fact]
    public void No_image_gives_NaN_everywhere()
    {
        var none = ConfidencePairs.Sort([], []);

        double[] values =
        [
            ExpectedCalibrationError.Compute(none),
            SweepCalibrationError.Compute(none),
            DebiasedCalibrationError.Compute(none),
            KolmogorovSmirnovCalibrationError.Compute(none),
            MaximumMeanCalibrationError.Compute(none),
            SmoothCalibrationError.Compute(none),
            KernelDensityCalibrationError.Compute(none),
            BrierDecomposition.Compute(none).Uncertainty,
            PublishedCalibrationErrors.ExtraBin(none),
        ];
        values.ShouldAllBe(v => double.IsNaN(v));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1.5f)]
    [InlineData(-0.1f)]
    public void A_confidence_outside_the_unit_interval_is_refused_by_its_index(float bad) =>
        Should
            .Throw<ArgumentException>(() => ConfidencePairs.Sort([0.5f, bad], [true, true]))
            .Message.ShouldStartWith("image 1 has a confidence of");

    [Fact]
    public void A_thousand_random_inputs_agree_with_the_definitions()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 1_000; trial++)
        {
            var n = random.Next(1, 60);
            // Every third input has a few values only, with ties, zeros and ones.
            var confidence = Enumerable
                .Range(0, n)
                .Select(_ => trial % 3 == 0 ? random.Next(0, 6) / 5f : (float)random.NextDouble())
                .ToArray();
            var correct = confidence.Select(c => random.NextDouble() < c).ToArray();
            var bins = random.Next(1, 40);

            ExpectedCalibrationError.Compute(confidence, correct, bins).ShouldBe(SlowWidth(confidence, correct, bins), 1e-9);
            MaximumMeanCalibrationError.Compute(confidence, correct).ShouldBe(SlowMmce(confidence, correct), 1e-6);
            KolmogorovSmirnovCalibrationError.Compute(confidence, correct).ShouldBe(SlowKs(confidence, correct), 1e-9);
            SweepCalibrationError.BinCount(ConfidencePairs.Sort(confidence, correct)).ShouldBe(SlowSweep(confidence, correct));
        }
    }

    [Fact]
    public void Shuffling_the_images_changes_no_error_that_has_no_order()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 200; trial++)
        {
            var n = random.Next(1, 80);
            var images = Enumerable.Range(0, n).Select(_ => (Confidence: random.Next(0, 9) / 8f, Correct: random.Next(2) == 0)).ToArray();
            var shuffled = images.ToArray();
            random.Shuffle(shuffled);
            foreach (
                var error in (Func<ConfidencePairs, double>[])
                    [
                        p => ExpectedCalibrationError.Compute(p),
                        KolmogorovSmirnovCalibrationError.Compute,
                        MaximumMeanCalibrationError.Compute,
                        SmoothCalibrationError.Compute,
                        KernelDensityCalibrationError.Compute,
                    ]
            )
                error(Pairs(shuffled)).ShouldBe(error(Pairs(images)), 1e-6);
        }
    }

    [Fact]
    public void The_parts_of_the_Brier_score_add_up_where_each_bin_holds_one_value()
    {
        float[] confidence = [0.25f, 0.25f, 0.25f, 0.75f, 0.75f, 1f];
        bool[] correct = [true, false, false, true, true, false];

        var parts = BrierDecomposition.Compute(confidence, correct, 4);

        var brier = confidence.Zip(correct, (c, a) => Math.Pow(c - (a ? 1 : 0), 2)).Average();
        (parts.Reliability - parts.Resolution + parts.Uncertainty).ShouldBe(brier, 1e-7);
    }

    [Fact]
    public void A_reliability_diagram_counts_every_image_once()
    {
        var bars = ReliabilityDiagram.Compute([0f, 0.3f, 0.31f, 1f], [false, true, false, true], 10);

        bars.Sum(b => b.Count).ShouldBe(4);
        bars[0].Count.ShouldBe(1);
        bars[9].Accuracy.ShouldBe(1);
        bars[5].Count.ShouldBe(0);
        bars[5].Accuracy.ShouldBe(double.NaN);
    }

    static ConfidencePairs Pairs((float Confidence, bool Correct)[] images) =>
        ConfidencePairs.Sort([.. images.Select(i => i.Confidence)], [.. images.Select(i => i.Correct)]);

    static double SlowWidth(float[] confidence, bool[] correct, int bins)
    {
        var sum = 0.0;
        for (var b = 0; b < bins; b++)
        {
            var gap = 0.0;
            for (var i = 0; i < confidence.Length; i++)
                if (((double)confidence[i] * bins > b && (double)confidence[i] * bins <= b + 1) || (b == 0 && confidence[i] == 0))
                    gap += (correct[i] ? 1.0 : 0.0) - confidence[i];
            sum += Math.Abs(gap);
        }
        return sum / confidence.Length;
    }

    static double SlowMmce(float[] confidence, bool[] correct)
    {
        var sum = 0.0;
        for (var i = 0; i < confidence.Length; i++)
        for (var j = 0; j < confidence.Length; j++)
            sum +=
                ((correct[i] ? 1 : 0) - (double)confidence[i])
                * ((correct[j] ? 1 : 0) - (double)confidence[j])
                * Math.Exp(-Math.Abs((double)confidence[i] - confidence[j]) / 0.4);
        return Math.Sqrt(Math.Max(0, sum)) / confidence.Length;
    }

    static double SlowKs(float[] confidence, bool[] correct) =>
        confidence.Max(s =>
            Math.Abs(
                Enumerable.Range(0, confidence.Length).Where(i => confidence[i] <= s).Sum(i => (correct[i] ? 1 : 0) - (double)confidence[i])
            )
        ) / confidence.Length;

    static int SlowSweep(float[] confidence, bool[] correct)
    {
        var sorted = Enumerable
            .Range(0, confidence.Length)
            .OrderBy(i => confidence[i])
            .ThenBy(i => i)
            .Select(i => correct[i] ? 1.0 : 0.0)
            .ToArray();
        var bins = 1;
        for (; bins < sorted.Length; bins++)
        {
            var (accuracies, start) = (new List<double>(), 0);
            for (var b = 0; b < bins + 1; b++)
            {
                var size = sorted.Length / (bins + 1) + (b < sorted.Length % (bins + 1) ? 1 : 0);
                accuracies.Add(sorted[start..(start + size)].Average());
                start += size;
            }
            if (accuracies.Zip(accuracies.Skip(1)).Any(p => p.Second < p.First))
                break;
        }
        return bins;
    }
}
