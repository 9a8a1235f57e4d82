using Bench.Metrics.Accuracy;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Accuracy;

public class ClassIntervalTests
{
    [Fact]
    public void F1_of_a_class_has_the_interval_of_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<F1Golden>("class_intervals", "f1"))
        {
            // Of classes 0 and 1: right ones, images of 1 called 0, images of 0 called 1.
            int[] label = [.. Enumerable.Repeat(0, golden.Tp), .. Enumerable.Repeat(1, golden.Fp), .. Enumerable.Repeat(0, golden.Fn)];
            ushort[] called = [.. Enumerable.Repeat((ushort)0, golden.Tp + golden.Fp), .. Enumerable.Repeat((ushort)1, golden.Fn)];

            var score = ClassReport.Compute(Given.Ranks(2, called), Given.Labels(label))[0];

            score.F1Interval.Low.ShouldBe(golden.Interval[0], 1e-9);
            score.F1Interval.High.ShouldBe(golden.Interval[1], 1e-9);
            score.F1.ShouldBeInRange(score.F1Interval.Low, score.F1Interval.High);
            score.PrecisionInterval.ShouldBe(WilsonInterval.Of(golden.Tp, golden.Tp + golden.Fp));
            score.RecallInterval.ShouldBe(WilsonInterval.Of(golden.Tp, golden.Tp + golden.Fn));
        }
    }

    [Fact]
    public void F1_under_several_labels_and_the_precision_of_a_class_never_called_have_no_interval()
    {
        var several = Given.Sets([0, 1], [0]) with { OriginalClass = new ushort[] { 0, 0 } };
        ClassReport.Compute(Given.Ranks(2, 1, 0), several)[0].F1Interval.ShouldBe(Interval.Without(NoInterval.SeveralLabels));
        ClassReport.Compute(Given.Ranks(2, 1), Given.Labels(0))[0].PrecisionInterval.ShouldBe(Interval.None);
    }

    [Fact]
    public void Areas_have_the_interval_that_SciPy_finds()
    {
        foreach (var golden in GoldenNumbers.Read<AurocGolden>("class_intervals", "auroc"))
        {
            var interval = AurocInterval.Of(golden.Value, golden.Positives, golden.Negatives);
            interval.Low.ShouldBe(golden.Interval[0], 1e-9);
            interval.High.ShouldBe(golden.Interval[1], 1e-9);
        }
        AurocInterval.Of(double.NaN, 0, 5).ShouldBe(Interval.None);
    }

    [Fact]
    public void Each_class_has_the_area_of_its_own_images_against_all_others()
    {
        var predictions = Given.Logits(
            [
                [3, 1, 0],
                [2, 2.5, 0],
                [0, 3, 1],
                [1, 0, 2],
            ],
            head: 3
        );

        var auroc = ClassAuroc.Of(predictions, Given.Labels(0, 0, 1, 2))!;

        auroc.Select(area => area.Value).ShouldBe([1, 1, 1]);
        auroc.Select(area => area.Interval).ShouldBe([AurocInterval.Of(1, 2, 2), AurocInterval.Of(1, 1, 3), AurocInterval.Of(1, 1, 3)]);
    }

    sealed record F1Golden(int Tp, int Fp, int Fn, double[] Interval);

    sealed record AurocGolden(double Value, int Positives, int Negatives, double[] Interval);
}
