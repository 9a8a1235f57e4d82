using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public class MarginRuleTests
{
    [Fact]
    public void Interval_and_p_agree_with_numerical_maximum_likelihood_at_any_confidence()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("margin", "margin"))
        {
            var rule = new MarginRule(golden.Margin, golden.Confidence);
            var counts = Counts(golden.B, golden.C, golden.N);
            var difference = rule.Difference(counts);

            difference.Low.ShouldBe(golden.Low, 1e-6);
            difference.High.ShouldBe(golden.High, 1e-6);
            rule.PValue(counts).ShouldBe(golden.P, 1e-5 * golden.P + 1e-9);
            rule.Judge(counts)
                .ShouldBe(
                    golden.Low >= -golden.Margin ? MarginVerdict.NotWorse
                    : golden.High < -golden.Margin ? MarginVerdict.Worse
                    : MarginVerdict.Undecided
                );
        }
    }

    [Fact]
    public void A_compressed_model_keeps_up_falls_behind_or_leaves_it_open()
    {
        var rule = new MarginRule(0.003);

        rule.Judge(Counts(310, 325, 50_000)).ShouldBe(MarginVerdict.NotWorse);
        rule.Judge(Counts(310, 420, 50_000)).ShouldBe(MarginVerdict.Undecided);
        rule.Judge(Counts(310, 620, 50_000)).ShouldBe(MarginVerdict.Worse);
        rule.Judge(Counts(0, 0, 50_000)).ShouldBe(MarginVerdict.NotWorse);
        // Without flips a hundred images still say little.
        rule.Judge(Counts(0, 0, 100)).ShouldBe(MarginVerdict.Undecided);
        rule.Judge(Counts(0, 0, 0)).ShouldBe(MarginVerdict.Undecided);
        double.IsNaN(rule.PValue(Counts(0, 0, 0))).ShouldBeTrue();
    }

    [Fact]
    public void What_was_measured_can_be_judged_as_it_is()
    {
        var behind = Counts(10, 13, 1_000);

        new MarginRule(0.003, IsMeasured: true).Judge(behind).ShouldBe(MarginVerdict.NotWorse);
        new MarginRule(0.003, IsMeasured: true, IsStrict: true).Judge(behind).ShouldBe(MarginVerdict.Worse);
        new MarginRule(0.0029, IsMeasured: true).Judge(behind).ShouldBe(MarginVerdict.Worse);
        new MarginRule(0.003).Judge(behind).ShouldBe(MarginVerdict.Undecided);
    }

    [Fact]
    public void Margins_at_the_ends_of_the_range_are_met_or_missed_by_all()
    {
        new MarginRule(1).Judge(Counts(0, 4, 4)).ShouldBe(MarginVerdict.NotWorse);
        new MarginRule(-1, IsStrict: true).Judge(Counts(4, 0, 4)).ShouldNotBe(MarginVerdict.NotWorse);
        double.IsNaN(new MarginRule(1).PValue(Counts(1, 1, 4))).ShouldBeTrue();
    }

    [Fact]
    public void Models_exactly_at_the_margin_pass_about_as_often_as_stated()
    {
        // 2,000 samples of 800 images; the first is right alone on 4 %, the second on 6 %, and 2 points are allowed.
        var random = new Random(23);
        var passed = 0;
        for (var world = 0; world < 2_000; world++)
        {
            int b = 0,
                c = 0;
            for (var image = 0; image < 800; image++)
            {
                var u = random.NextDouble();
                b += u < 0.04 ? 1 : 0;
                c += u is >= 0.04 and < 0.10 ? 1 : 0;
            }
            if (new MarginRule(0.02).Judge(Counts(b, c, 800)) == MarginVerdict.NotWorse)
                passed++;
        }
        passed.ShouldBeInRange(20, 80);
    }

    static PairedCounts Counts(int b, int c, int n) => new(n - b - c, b, c, 0);

    sealed record Golden(int B, int C, int N, double Margin, double Confidence, double Low, double High, double P);
}
