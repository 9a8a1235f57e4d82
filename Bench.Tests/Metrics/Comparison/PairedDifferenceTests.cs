using Bench.Metrics.Comparison;
using CsCheck;

namespace Bench.Tests.Metrics.Comparison;

public class PairedDifferenceTests
{
    [Fact]
    public void Agrees_with_an_interval_found_by_numerical_maximum_likelihood()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("comparison", "difference"))
        {
            var difference = PairedDifference.Of(new(0, golden.B, golden.C, golden.N - golden.B - golden.C));
            difference.Value.ShouldBe((double)(golden.B - golden.C) / golden.N, 1e-15);
            difference.Low.ShouldBe(golden.Low, 1e-6);
            difference.High.ShouldBe(golden.High, 1e-6);
        }
    }

    [Fact]
    public void On_thousands_of_images_it_agrees_with_the_paired_percentile_bootstrap()
    {
        const int n = 20_000,
            onlyFirst = 900,
            onlySecond = 1_100;
        var random = new Random(5);
        var resampled = new double[2_000];
        for (var draw = 0; draw < resampled.Length; draw++)
        {
            var sum = 0;
            for (var i = 0; i < n; i++)
            {
                var image = random.Next(n);
                sum +=
                    image < onlyFirst ? 1
                    : image < onlyFirst + onlySecond ? -1
                    : 0;
            }
            resampled[draw] = (double)sum / n;
        }
        Array.Sort(resampled);
        var interval = PairedDifference.Of(new(0, onlyFirst, onlySecond, n - onlyFirst - onlySecond));
        interval.Low.ShouldBe(resampled[50], 3e-4);
        interval.High.ShouldBe(resampled[1950], 3e-4);
    }

    [Fact]
    public void Holds_the_estimate_stays_in_range_and_mirrors_when_the_models_swap() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50])
            .Where(static x => x.Item1 + x.Item2 + x.Item3 + x.Item4 > 0)
            .Sample(
                (bothRight, onlyFirst, onlySecond, bothWrong) =>
                {
                    var d = PairedDifference.Of(new(bothRight, onlyFirst, onlySecond, bothWrong));
                    d.Low.ShouldBeInRange(-1, d.Value);
                    d.High.ShouldBeInRange(d.Value, 1);
                    var swapped = PairedDifference.Of(new(bothRight, onlySecond, onlyFirst, bothWrong));
                    swapped.Low.ShouldBe(-d.High, 1e-9);
                    swapped.High.ShouldBe(-d.Low, 1e-9);
                }
            );

    [Fact]
    public void No_disagreement_still_leaves_a_width()
    {
        var d = PairedDifference.Of(new(50, 0, 0, 50));
        d.Value.ShouldBe(0);
        d.High.ShouldBe(0.0370, 5e-5); // z² / (n + z²)
        d.Low.ShouldBe(-d.High, 1e-12);
    }

    [Fact]
    public void No_shared_image_gives_no_number()
    {
        var d = PairedDifference.Of(PairedCounts.Of(Bits.Masked("11--"), Bits.Masked("--01")));
        d.N.ShouldBe(0);
        d.Value.ShouldBe(double.NaN);
        d.Low.ShouldBe(double.NaN);
    }

    [Fact]
    public void Models_with_different_masks_meet_on_the_images_both_use() =>
        PairedCounts.Of(Bits.Masked("1100-11-"), Bits.Masked("10101-1-")).ShouldBe(new PairedCounts(2, 1, 1, 1));

    [Fact]
    public void Lists_of_different_length_cannot_be_paired() =>
        Should.Throw<ArgumentException>(() => PairedCounts.Of(Bits.Outcomes("101"), Bits.Outcomes("10")));

    [Fact]
    public void An_unused_image_cannot_be_right() =>
        Should.Throw<ArgumentException>(() => new ImageOutcomes(Bits.Of("011"), Bits.Of("001")));

    sealed record Golden(int B, int C, int N, double Low, double High);
}
