using Bench.Metrics.Robustness;

namespace Bench.Tests.Metrics.Robustness;

public class EffectiveRobustnessTests
{
    [Fact]
    public void Agrees_with_SciPys_regression()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("robustness", "fits"))
        {
            var models = golden.Clean.Zip(golden.Shifted, static (clean, shifted) => new BaselineModel(clean, shifted)).ToArray();
            var line = EffectiveRobustness.Fit(models);
            line.N.ShouldBe(golden.Clean.Length);
            // SciPy draws a line through any two points.
            if (line.N < EffectiveRobustness.Least)
                continue;
            line.Slope.ShouldBe(golden.Slope, 1e-9);
            line.Intercept.ShouldBe(golden.Intercept, 1e-9);
            line.RSquared.ShouldBe(golden.RSquared, 1e-9);
            models.Select(line.Of).ShouldBe(golden.Effective, 1e-9);
        }
    }

    [Fact]
    public void Models_without_a_logit_stay_out_of_the_fit()
    {
        BaselineModel[] ordinary = [new(0.5, 0.3), new(0.8, 0.6), new(0.6, 0.5)];

        EffectiveRobustness.Fit([.. ordinary, new(1, 0.9), new(0.7, 0), new(double.NaN, 0.5)]).ShouldBe(EffectiveRobustness.Fit(ordinary));
        EffectiveRobustness.Fit(ordinary).N.ShouldBe(3);
    }

    /// <summary>Two models lie on their line: both would have an effective robustness of exactly 0, and an R² of 1.</summary>
    [Fact]
    public void A_line_needs_three_models_that_are_not_all_alike()
    {
        var two = EffectiveRobustness.Fit([new(0.5, 0.3), new(0.8, 0.6)]);
        (two.Slope, two.RSquared, two.N).ShouldBe((double.NaN, double.NaN, 2));
        BoardValue[] clean = [new(0.5, 0.4, 0.6, 100), new(0.8, 0.7, 0.9, 100)];
        EffectiveRobustness.OfAll([.. clean.Select(value => new[] { value, value })]).ShouldBe([null, null]);
        EffectiveRobustness.Fit([]).Slope.ShouldBe(double.NaN);
        EffectiveRobustness.Fit([new(0.5, 0.3)]).N.ShouldBe(1);
        EffectiveRobustness.Fit([new(0.5, 0.3), new(0.5, 0.4), new(0.5, 0.5)]).Slope.ShouldBe(double.NaN);
        EffectiveRobustness.Fit([new(0.5, 0.3), new(0.6, 0.3), new(0.7, 0.3)]).RSquared.ShouldBe(double.NaN);
    }

    [Fact]
    public void Published_models_follow_one_line_from_validation_to_ImageNetV2()
    {
        var lines = File.ReadAllLines(SharedFolder.Require("published/robustness_top1s.csv"));
        var header = lines[0].Split(',');
        int val = Array.IndexOf(header, "val"),
            v2 = Array.IndexOf(header, "imagenetv2-matched-frequency-format-val");
        static double Share(string cell) => double.TryParse(cell, out var percent) ? percent / 100 : double.NaN;
        var line = EffectiveRobustness.Fit([
            .. lines.Skip(1).Select(static l => l.Split(',')).Select(cells => new BaselineModel(Share(cells[val]), Share(cells[v2]))),
        ]);
        line.N.ShouldBeGreaterThan(200);
        line.RSquared.ShouldBeGreaterThan(0.99);
        line.Of(new(0.7613, 0.6333)).ShouldBe(0, 0.02);
    }

    [Fact]
    public void Oracle_relative_robustness_looks_only_where_the_oracle_is_right()
    {
        // Perturbed: the oracle is right on four, the model on two of them. Clean: on five, and four.
        var result = OracleRelative.Of(Bits.Outcomes("110010"), Bits.Outcomes("111100"), Bits.Outcomes("111101"), Bits.Outcomes("111110"));
        (result.Perturbed, result.Clean, result.PerturbedImages, result.CleanImages).ShouldBe((0.5, 0.8, 4, 5));
        result.Ratio.ShouldBe(0.625, 1e-12);
        OracleRelative.Of(Bits.Outcomes("1"), Bits.Outcomes("0"), Bits.Outcomes("1"), Bits.Outcomes("1")).Ratio.ShouldBe(double.NaN);
        OracleRelative.Of(Bits.Outcomes("1"), Bits.Outcomes("1"), Bits.Outcomes("0"), Bits.Outcomes("1")).Ratio.ShouldBe(double.NaN);
    }

    sealed record Golden(double[] Clean, double[] Shifted, double Slope, double Intercept, double RSquared, double[] Effective);
}
