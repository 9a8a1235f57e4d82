using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using CsCheck;

namespace Bench.Tests.Metrics.Comparison;

public class McNemarTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(7, 7, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(5, 0, 0.0625)] // 2 / 2^5
    [InlineData(1, 5, 0.21875)] // 2 (1 + 6) / 2^6
    public void Small_counts_by_hand(int onlyFirst, int onlySecond, double expected) =>
        McNemar.Test(onlyFirst, onlySecond).PValue.ShouldBe(expected, 1e-15);

    [Fact]
    public void Agrees_with_statsmodels_and_with_whole_number_arithmetic()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("comparison", "mcNemar"))
        {
            var result = McNemar.Test(golden.B, golden.C);
            result.LogPValue.ShouldBe(golden.LogP, Math.Abs(golden.LogP) * 1e-13 + 1e-13);
            if (golden.Statsmodels > 0)
                result.PValue.ShouldBe(golden.Statsmodels, golden.Statsmodels * 1e-9);
        }
    }

    [Fact]
    public void P_is_right_at_1e_minus_300_and_its_logarithm_far_below()
    {
        McNemar.Test(0, 1000).PValue.ShouldBe(Math.ScaleB(1, -999), Math.ScaleB(1, -999) * 1e-12);
        var beyond = McNemar.Test(0, 50_000);
        beyond.PValue.ShouldBe(0);
        beyond.LogPValue.ShouldBe(-49_999 * Math.Log(2), 1e-8);
    }

    [Fact]
    public void Order_of_the_models_does_not_matter_and_more_imbalance_lowers_p() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 3000])
            .Sample(
                (b, c) =>
                {
                    var p = McNemar.Test(b, c).LogPValue;
                    McNemar.Test(c, b).LogPValue.ShouldBe(p);
                    p.ShouldBeLessThanOrEqualTo(0);
                    if (b < c)
                        McNemar.Test(b, c + 2).LogPValue.ShouldBeLessThan(p + 1e-12);
                }
            );

    [Fact]
    public void The_bounds_hold_the_exact_tail_between_them() =>
        Gen.Int[2, 2000]
            .SelectMany(n => Gen.Int[0, n / 2 - 1].Select(k => (n, k)))
            .Sample(x =>
            {
                var tail = Math.Log(2) + HalfBinomial.LogLowerTail(x.k, x.n);
                UpperGamma.Log(0.5, HalfBinomial.Divergence(x.k, x.n)).ShouldBeLessThanOrEqualTo(tail + 1e-9);
                UpperGamma.Log(0.5, HalfBinomial.Divergence(x.k + 1, x.n)).ShouldBeGreaterThanOrEqualTo(tail - 1e-9);
            });

    [Fact]
    public void Negative_counts_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => McNemar.Test(-1, 3));

    [Fact]
    public void The_real_pair_of_models_gives_the_published_counts_and_p()
    {
        var resnet = Read("ResNet50.csv");
        var vit = Read("ViT.csv");
        var counts = PairedCounts.Of(resnet, vit);
        counts.OnlyFirst.ShouldBe(3402);
        counts.OnlySecond.ShouldBe(4340);
        counts.N.ShouldBe(50_000);
        McNemar.Test(counts).PValue.ShouldBe(1.53e-26, 0.005e-26);
        PairedDifference.Of(counts).Value.ShouldBe(0.76130 - 0.78006, 1e-12);
    }

    static ImageOutcomes Read(string file)
    {
        var wnids = File.ReadLines(SharedFolder.Require("labels/val_filename_wnid_sorted.txt"))
            .Select(static line => line.Split(' '))
            .ToList();
        var classes = wnids
            .Select(static pair => pair[1])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(static (wnid, index) => (wnid, index))
            .ToDictionary();
        var rows = File.ReadLines(SharedFolder.Require($"predictions/{file}"))
            .Skip(1)
            .Select(static line => line.Split(','))
            .ToDictionary(static row => row[0], static row => int.Parse(row[1]));
        return new(Bits.Where(wnids.Count, image => rows[wnids[image][0]] == classes[wnids[image][1]]), Bits.All(wnids.Count));
    }

    sealed record Golden(int B, int C, double Statsmodels, double LogP);
}
