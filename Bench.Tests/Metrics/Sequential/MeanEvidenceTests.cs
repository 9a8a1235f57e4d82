using Bench.Metrics.Sequential;
using CsCheck;

namespace Bench.Tests.Metrics.Sequential;

public class MeanEvidenceTests
{
    [Fact]
    public void One_number_by_hand()
    {
        // The shares are 0.95 times a geometric row of 21, and each pays double for a one at a price of a half.
        var share = 0.95 / 21 * (1 - Math.Pow(2, -10.5)) / (1 - Math.Pow(2, -0.5));
        Of(0.5, null, 1).Log.ShouldBe(Math.Log(1 + share), 1e-14);
        Of(0.5, null, 0).Log.ShouldBe(Math.Log(1 - share), 1e-14);
        Of(0.5, null, 0.5, 0.5).Log.ShouldBe(0);
        Of(0.5, null).Log.ShouldBe(0);
    }

    [Fact]
    public void Agrees_with_the_wealth_of_bets_made_one_by_one_in_numpy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("sequential", "cases"))
        {
            double scale = 1 - golden.Low;
            var up = Of(
                (golden.Threshold - golden.Low) / scale,
                golden.Population,
                [.. golden.Numbers.Select(x => (x - golden.Low) / scale)]
            );
            var down = Of((1 - golden.Threshold) / scale, golden.Population, [.. golden.Numbers.Select(x => (1 - x) / scale)]);
            ShouldBe(up.Log, golden.Above);
            ShouldBe(down.Log, golden.Below);
        }

        static void ShouldBe(double log, double? golden)
        {
            if (golden is { } value)
                log.ShouldBe(value, 1e-9);
            else
                log.ShouldBe(double.PositiveInfinity);
        }
    }

    [Fact]
    public void Independent_numbers_may_come_in_any_order_and_several_at_once() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Double[0.05, 0.95])
            .Sample(
                (ones, halves, zeros, threshold) =>
                {
                    var (together, one) = (new MeanEvidence(threshold), new MeanEvidence(threshold));
                    together.Take(1, ones);
                    together.Take(0.5, halves);
                    together.Take(0, zeros);
                    for (var i = 0; i < Math.Max(ones, Math.Max(halves, zeros)); i++)
                        foreach (var (value, count) in new[] { (0.0, zeros), (1, ones), (0.5, halves) })
                            if (i < count)
                                one.Take(value);
                    one.Log.ShouldBe(together.Log, 1e-9);
                }
            );

    [Fact]
    public void Evidence_falls_as_the_threshold_grows() =>
        Gen.Select(Gen.Double[0.05, 0.9], Gen.Double[0, 0.05], Gen.Bool, Gen.Int[0, 2].Array[0, 60])
            .Sample(
                (threshold, more, isPopulation, halves) =>
                {
                    int? population = isPopulation ? halves.Length + 5 : null;
                    double[] numbers = [.. halves.Select(half => 0.5 * half)];
                    Of(threshold + more, population, numbers).Log.ShouldBeLessThanOrEqualTo(Of(threshold, population, numbers).Log + 1e-9);
                }
            );

    [Fact]
    public void Of_a_population_what_is_left_can_settle_it()
    {
        // Six of ten are above a half whatever the other four are; five are not.
        Of(0.5, 10, 1, 1, 1, 1, 1, 1).Log.ShouldBe(double.PositiveInfinity);
        double.IsFinite(Of(0.5, 10, 1, 1, 1, 1, 1).Log).ShouldBeTrue();
        // After five the rest would have to be zeros.
        Of(0.5, 10, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0).Log.ShouldBe(Of(0.5, 10, 1, 1, 1, 1, 1).Log);
        Should.Throw<ArgumentException>(() => Of(0.5, 2, 1, 0, 1));
    }

    static MeanEvidence Of(double threshold, int? population, params double[] numbers)
    {
        var evidence = new MeanEvidence(threshold, population);
        foreach (var number in numbers)
            evidence.Take(number);
        return evidence;
    }

    sealed record Golden(sbyte[] Numbers, int Low, double Threshold, int? Population, double? Above, double? Below);
}
