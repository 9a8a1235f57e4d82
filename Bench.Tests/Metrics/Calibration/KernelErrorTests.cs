using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration;
using Bench.Metrics.Calibration.BinFree;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Inputs;

namespace Bench.Tests.Metrics.Calibration;

/// <summary>The calibration errors of kernels against their definitions (Golden/kernel_errors.py), by hand, and at their borders.</summary>
public sealed class KernelErrorTests
{
    static readonly string[] Ids = ["smooth-ece", "kde-ece"];

    /// <summary>Overconfident classifiers whose errors are .147 … .906.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_large_smooth_error_is_as_large_as_its_definition_says(int row) =>
        SmoothCalibrationError.Compute(Overconfident(row)).ShouldBe(GoldenNumbers.Read<double>("kernel_errors", "table")[row], 1e-6);

    [Fact]
    public void Seeded_sets_from_calibrated_to_saturated_agree_with_the_definitions_to_a_millionth()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("kernel_errors", "sets"))
        {
            var pairs = Made(golden);
            SmoothCalibrationError.Compute(pairs).ShouldBe(golden.Smooth, 1e-6, $"smooth, {golden}");
            if (golden.KernelDensity is { } density)
                KernelDensityCalibrationError.Compute(pairs).ShouldBe(density, 1e-6, $"kernel density, {golden}");
        }
    }

    [Theory]
    [InlineData(1f, 0, 4)]
    [InlineData(1f, 3, 4)]
    [InlineData(1f, 4, 4)]
    [InlineData(0.7f, 2_000, 4_000)]
    [InlineData(0.7005f, 2_000, 4_000)]
    [InlineData(0.4509f, 0, 1)]
    [InlineData(0.4509f, 1, 1)]
    [InlineData(0f, 1, 2)]
    public void One_confidence_for_all_gives_its_distance_from_the_accuracy(float confidence, int right, int images)
    {
        var pairs = ConfidencePairs.Sort(
            [.. Enumerable.Repeat(confidence, images)],
            [.. Enumerable.Range(0, images).Select(i => i < right)]
        );
        var expected = Math.Abs((double)right / images - confidence);

        KernelDensityCalibrationError.Compute(pairs).ShouldBe(expected, 1e-9);
        SmoothCalibrationError.Compute(pairs).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Confidences_that_differ_in_their_last_bit_are_one_confidence_but_for_that_bit()
    {
        var below = MathF.BitDecrement(1f);
        var pairs = ConfidencePairs.Sort(
            [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 1f : below)],
            [.. Enumerable.Range(0, 400).Select(i => i % 4 != 1)]
        );

        KernelDensityCalibrationError.Compute(pairs).ShouldBe(0.25, 1e-6);
        SmoothCalibrationError.Compute(pairs).ShouldBe(0.25, 1e-6);
    }

    [Fact]
    public void Two_images_whose_gaps_cancel_under_a_wide_kernel_have_the_error_at_which_width_and_gap_meet()
    {
        // .5 right and .5 wrong: +1/4 and −1/4 at one place are no gap at any width.
        SmoothCalibrationError.Compute([0.5f, 0.5f], [true, false]).ShouldBeLessThan(SmoothCalibrationError.LeastWidth);
        // At 0 and 1 the gaps are +1/2 and −1/2: smECE_σ = erf-like, and by symmetry 2 ∫ |φ*| over one half; it must meet σ.
        var value = SmoothCalibrationError.Compute([0f, 1f], [true, false]);
        SmoothCalibrationError.AtWidth(ConfidencePairs.Sort([0f, 1f], [true, false]), value).ShouldBe(value, 1e-7);
        value.ShouldBeInRange(0.3, 0.7);
    }

    [Fact, Long]
    public void A_thousand_random_inputs_agree_with_the_definitions_integrated_slowly()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 1_000; trial++)
        {
            var n = random.Next(1, 12);
            var confidence = Enumerable
                .Range(0, n)
                .Select(_ => trial % 3 == 0 ? random.Next(0, 6) / 5f : (float)random.NextDouble())
                .ToArray();
            var correct = confidence.Select(c => random.NextDouble() < c).ToArray();
            var pairs = ConfidencePairs.Sort(confidence, correct);

            var smooth = SmoothCalibrationError.Compute(pairs);
            smooth.ShouldBeInRange(
                Math.Abs(pairs.GapSums[^1]) / n - 1e-9,
                confidence.Zip(correct, (c, a) => Math.Abs((a ? 1 : 0) - (double)c)).Average() + 1e-9
            );
            if (smooth > 0.02)
                SlowSmooth(pairs, smooth).ShouldBe(smooth, 2e-5, $"trial {trial}");
            var kernel = KernelDensityCalibrationError.Compute(pairs);
            kernel.ShouldBeInRange(0, 1);
            if (KernelDensityCalibrationError.Bandwidth(pairs.Confidence) > 0.02)
                SlowKernel(pairs).ShouldBe(kernel, 2e-5, $"trial {trial}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(500)]
    [InlineData(3_000)]
    public void The_replicate_of_the_images_themselves_is_the_value(int images)
    {
        var random = new Random(images);
        var labels = Enumerable.Range(0, images).Select(_ => random.Next(5)).ToArray();
        var view = new MetricInputs(
            new PredictionScan(MadePredictions.From(MadePredictions.Logits(random, images, 5, labels)), new ParallelOptions()),
            WrittenLabels.Single(labels),
            ScoringOptions.Default
        );
        var estimates = Ids.Select(id => MetricCatalog.Find(id)!.Measure(view)).ToArray();
        var (ones, values) = (new Vector256<float>[images], new Vector512<double>[estimates[0].Replicated!.Outputs]);
        Array.Fill(ones, Vector256<float>.One);

        estimates[0].Replicated!.Replicate(ones, values);

        foreach (var estimate in estimates)
            values[estimate.Output][3].ShouldBe(estimate.Value, 1e-7);
    }

    /// <summary>The trapezoid rule on 4,000 steps, every mirror image one by one.</summary>
    static double SlowSmooth(ConfidencePairs pairs, double width) =>
        SlowIntegral(t =>
        {
            var sum = 0.0;
            for (var i = 0; i < pairs.Count; i++)
            for (var k = -6; k <= 6; k++)
                sum +=
                    ((pairs.Correct[i] ? 1 : 0) - (double)pairs.Confidence[i])
                    * (Normal((t - pairs.Confidence[i] - 2 * k) / width) + Normal((t + pairs.Confidence[i] - 2 * k) / width));
            return sum / (pairs.Count * width);
        });

    static double Normal(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    static double SlowKernel(ConfidencePairs pairs)
    {
        var mean = pairs.Confidence.Average(c => (double)c);
        var width = 1.06 * Math.Sqrt(pairs.Confidence.Average(c => (c - mean) * (c - mean))) * Math.Pow(pairs.Count, -0.2);
        return SlowIntegral(t =>
        {
            var sum = 0.0;
            for (var i = 0; i < pairs.Count; i++)
                foreach (var centre in (double[])[pairs.Confidence[i], -pairs.Confidence[i], 2 - pairs.Confidence[i]])
                    sum += ((pairs.Correct[i] ? 1 : 0) - t) * 35 / 32 * Math.Pow(Math.Max(0, 1 - Math.Pow((t - centre) / width, 2)), 3);
            return sum / (pairs.Count * width);
        });
    }

    static double SlowIntegral(Func<double, double> f)
    {
        const int steps = 2_000;
        var sum = (Math.Abs(f(0)) + Math.Abs(f(1))) / 2;
        for (var t = 1; t < steps; t++)
            sum += Math.Abs(f((double)t / steps));
        return sum / steps;
    }

    /// <summary>A row of the table: 4,000 confidences, negative where wrong.</summary>
    static ConfidencePairs Overconfident(int row)
    {
        const int images = 4_000,
            header = 128;
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Metrics", "Calibration", "Golden", "kernel_errors.npy"));
        var signed = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(header)).Slice(row * images, images);
        var (confidence, correct) = (new float[images], new bool[images]);
        for (var i = 0; i < images; i++)
            (confidence[i], correct[i]) = (Math.Abs(signed[i]), signed[i] > 0);
        return ConfidencePairs.Sort(confidence, correct);
    }

    /// <summary>A set as the script makes it.</summary>
    static ConfidencePairs Made(Golden set)
    {
        var state = set.Seed;
        double Next() => (state = state * 16_807 % 2_147_483_647) / 2_147_483_647.0;
        var (confidence, correct) = (new float[set.N], new bool[set.N]);
        for (var i = 0; i < set.N; i++)
        {
            confidence[i] = (float)Math.Round(Math.Pow(Next(), set.Power), 6);
            correct[i] = Next() < confidence[i] + set.Shift;
        }
        if (!set.Noise)
            SpreadEvenly(confidence, correct, set.Shift);
        return ConfidencePairs.Sort(confidence, correct);
    }

    static void SpreadEvenly(float[] confidence, bool[] correct, double shift)
    {
        Array.Sort(confidence);
        var owed = 0.5;
        for (var i = 0; i < confidence.Length; i++)
        {
            owed += confidence[i] + shift;
            correct[i] = owed >= 1;
            if (correct[i])
                owed--;
        }
    }

    sealed record Golden(long Seed, int N, double Power, double Shift, bool Noise, double Smooth, double? KernelDensity);
}
