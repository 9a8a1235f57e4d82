using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
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

    /// <summary>The mean of eleven logits of 0.7613 is a rounding away from them: such a spread is none.</summary>
    [Fact]
    public void Models_of_one_accuracy_have_no_line_however_many_they_are()
    {
        for (var models = 3; models <= 20; models++)
            foreach (var alike in (double[])[0.1, 0.3, 0.66, 0.712, 0.7613, 0.9])
            {
                BaselineModel[] sameClean = [.. Enumerable.Range(1, models).Select(i => new BaselineModel(alike, i / 30.0))];
                BaselineModel[] sameShifted = [.. Enumerable.Range(1, models).Select(i => new BaselineModel(i / 30.0, alike))];
                (EffectiveRobustness.Fit(sameClean).Slope, EffectiveRobustness.Fit(sameClean).N).ShouldBe((double.NaN, models));
                var flat = EffectiveRobustness.Fit(sameShifted);
                flat.Slope.ShouldBe(0, 1e-12);
                flat.RSquared.ShouldBe(double.NaN);
            }
    }

    /// <summary>A model that is there a second time, as its half precision twin may be, takes the line of two.</summary>
    [Fact]
    public void Copies_of_two_models_have_no_line_of_their_own()
    {
        EffectiveRobustness.Fit([new(0.5, 0.3), new(0.8, 0.6), new(0.8, 0.6)]).Slope.ShouldBe(double.NaN);
        EffectiveRobustness.Fit([new(0.5, 0.3), new(0.8, 0.6), new(0.8, 0.61)]).Slope.ShouldBeGreaterThan(0);
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

    /// <summary>Fifteen copies of each picture that all say the same are one observation.</summary>
    [Fact]
    public void Copies_of_a_picture_make_the_oracles_interval_no_narrower()
    {
        const int Copies = 15;
        var (model, oracle) = ("110100", "111110");
        var (cleanModel, cleanOracle) = (Bits.Outcomes("111001"), Bits.Outcomes("111011"));
        var once = OracleRelative.Of(Bits.Outcomes(model), Bits.Outcomes(oracle), cleanModel, cleanOracle);
        var pictures = new Clusters([.. Enumerable.Range(0, 6 * Copies).Select(image => image / Copies)], 6);

        var often = OracleRelative.Of(Often(model), Often(oracle), cleanModel, cleanOracle);

        (often.Ratio, often.PerturbedImages).ShouldBe((once.Ratio, 5 * Copies));
        often.Interval.Low.ShouldBe(once.Interval.Low, 1e-9);
        often.Interval.High.ShouldBe(once.Interval.High, 1e-9);

        ImageOutcomes Often(string bits) =>
            Bits.Outcomes(string.Concat(bits.Select(bit => new string(bit, Copies)))) with
            {
                Pictures = pictures,
            };
    }

    sealed record Golden(double[] Clean, double[] Shifted, double Slope, double Intercept, double RSquared, double[] Effective);
}
