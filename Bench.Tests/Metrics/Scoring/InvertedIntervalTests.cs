using Bench.Metrics.Calibration;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>Intervals that invert a test, against SciPy's distributions and root finder.</summary>
public sealed class InvertedIntervalTests
{
    /// <summary>Confidences are float32, and their sums are taken in another order.</summary>
    const double Tolerance = 2e-6;

    [Fact]
    public void Binned_errors_have_the_interval_that_SciPy_finds()
    {
        foreach (var world in GoldenNumbers.Read<World>("inverted_intervals", "worlds"))
        {
            var pairs = ConfidencePairs.Sort(world.Confidence, world.Correct);
            foreach (var golden in world.Cases)
            {
                var edges = ConfidenceBins.Edges(pairs.Confidence, golden.Bins, golden.Mass ? Binning.Mass : Binning.Width);
                var norm = Enum.Parse<CalibrationNorm>(golden.Norm, ignoreCase: true);
                var value = ExpectedCalibrationError.Compute(pairs, golden.Bins, golden.Mass ? Binning.Mass : Binning.Width, norm);

                var interval = BinnedErrorInterval.Of(value, new ScaledErrors(new LocalGaps(pairs), edges, golden.Bins, norm), pairs.Count);

                var because = $"{pairs.Count} images, {golden}";
                value.ShouldBe(golden.Value, Tolerance, because);
                interval.Low.ShouldBe(golden.Interval[0], Tolerance, because);
                interval.High.ShouldBe(golden.Interval[1], Tolerance, because);
                value.ShouldBeInRange(interval.Low, interval.High, because);
            }
        }
    }

    [Fact]
    public void The_smallest_of_several_shares_has_the_interval_that_SciPy_finds()
    {
        foreach (var golden in GoldenNumbers.Read<Shares>("inverted_intervals", "shares"))
        {
            var interval = SmallestShareInterval.Of(golden.Hits.Zip(golden.Images));

            interval.Low.ShouldBe(golden.Interval[0], 1e-6);
            interval.High.ShouldBe(golden.Interval[1], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    [InlineData(1)]
    public void Binomial_probabilities_add_up_to_one_and_tails_to_the_probabilities(double p)
    {
        Span<double> probabilities = new double[61];
        Binomial.Fill(60, p, probabilities);

        var above = 0.0;
        for (var k = 60; k >= 0; k--)
        {
            Binomial.Above(60, p, k).ShouldBe(above, 1e-12);
            above += probabilities[k];
        }
        above.ShouldBe(1, 1e-12);
    }

    [Theory]
    [InlineData(-9, 0)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(3, 0.9986501019683699)]
    public void The_normal_distribution_is_the_tables(double x, double expected) => NormalDistribution.Cdf(x).ShouldBe(expected, 1e-12);

    [Fact]
    public void A_median_lies_between_the_values_that_heads_and_tails_allow()
    {
        int[] values = [.. Enumerable.Range(1, 100)];

        // 50 less and more 9.8, rounded outwards: the 40th from either end.
        MedianInterval.Of(values).ShouldBe(new Interval(40, 61));
        MedianInterval.Of([3]).ShouldBe(Interval.None);
        MedianInterval.Of([2, 7]).ShouldBe(new Interval(2, 7));
    }

    [Fact]
    public void The_temperature_of_one_world_lies_in_the_intervals_of_most_others()
    {
        const double True = 1.7;
        var inside = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float[][] logits =
            [
                .. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 5).Select(_ => (float)(4 * random.NextDouble())).ToArray()),
            ];
            int[] truth = [.. logits.Select(row => Draw(random, row, True))];
            var (predictions, labels, split) = (MadePredictions.From(logits), WrittenLabels.Single(truth), Bits.Where(300, _ => true));
            var temperature = TemperatureScaling.Fit(predictions, labels, split);
            var interval = TemperatureScaling.IntervalOf(predictions, labels, split, temperature);

            temperature.ShouldBeInRange(interval.Low, interval.High);
            if (interval.Low <= True && True <= interval.High)
                inside++;
        }

        // 95 % of 200 less and more three standard deviations.
        inside.ShouldBeInRange(181, 199);
    }

    static int Draw(Random random, float[] logits, double temperature)
    {
        double[] weights = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        var at = random.NextDouble() * weights.Sum();
        for (var c = 0; c < weights.Length; c++)
            if ((at -= weights[c]) < 0)
                return c;
        return weights.Length - 1;
    }

    sealed record World(float[] Confidence, bool[] Correct, Case[] Cases);

    sealed record Case(int Bins, bool Mass, string Norm, double Value, double[] Interval);

    sealed record Shares(int[] Hits, int[] Images, double[] Interval);
}
