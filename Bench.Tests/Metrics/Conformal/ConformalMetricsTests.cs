using Bench.Metrics.Catalogue;
using Bench.Metrics.Conformal;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Conformal;

public class ConformalMetricsTests
{
    [Fact]
    public void The_catalogue_serves_what_the_report_says()
    {
        var random = new Random(4);
        var truth = Enumerable.Range(0, 400).Select(_ => random.Next(12)).ToArray();
        var predictions = Given.Logits([
            .. truth.Select(label => Enumerable.Range(0, 12).Select(c => random.NextDouble() * 4 + (c == label ? 1.5 : 0)).ToArray()),
        ]);
        var labels = Given.Labels(truth);
        var split = Bits.Where(400, static i => i % 5 == 0);
        var card = Scorer.Score(
            predictions,
            labels,
            new ScoringOptions { CalibrationSplit = split, Resamples = 200 },
            TestContext.Current.CancellationToken
        );
        foreach (var method in Enum.GetValues<ConformalMethod>())
        {
            var report = ConformalPrediction.Evaluate(predictions, labels, split, method);
            MetricScore Of(string id) => card.Scores.Single(s => s.Metric == $"conformal-{method.ToString().ToLowerInvariant()}-{id}");
            Of("coverage").Value.ShouldBe(report.Coverage);
            Of("set-size").Value.ShouldBe(report.MeanSize);
            Of("set-size").CiLow.ShouldBeLessThan(report.MeanSize);
            Of("set-size").CiHigh.ShouldBeGreaterThan(report.MeanSize);
            Of("median-set-size").Value.ShouldBe(report.MedianSize);
            Of("size-stratified-coverage").Value.ShouldBe(report.SizeStratifiedCoverage);
            Of("worst-class-coverage").Value.ShouldBe(report.WorstClassCoverage);
            Of("p5-class-coverage").Value.ShouldBe(report.FifthPercentileClassCoverage);
            Of("coverage").N.ShouldBe(320);
            Of("coverage").Excluded["calibration-split"].ShouldBe(80);
        }
    }

    [Fact]
    public void Without_a_calibration_split_they_are_missing_and_say_so() =>
        Scorer
            .Score(
                Given.Logits([
                    [1, 2],
                ]),
                Given.Labels(1),
                new ScoringOptions { Resamples = 2 },
                TestContext.Current.CancellationToken
            )
            .Missing.Single(static m => m.Metric == "conformal-raps-coverage")
            .Reason.ShouldContain("calibration split");
}
