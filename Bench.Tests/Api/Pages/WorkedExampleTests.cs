using Bench.Api.Metrics;
using Bench.Metrics.Calibration;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Selective;

namespace Bench.Tests.Api.Pages;

/// <summary>The examples of the catalogue's page, computed.</summary>
public sealed class WorkedExampleTests
{
    static readonly double[][] Probabilities =
    [
        [0.8, 0.15, 0.05],
        [0.6, 0.3, 0.1],
        [0.1, 0.2, 0.7],
        [0.5, 0.4, 0.1],
    ];
    static readonly int[] Labels = [0, 1, 2, 2];
    static readonly float[] Confidence = [.. Probabilities.Select(row => (float)row.Max())];
    static readonly bool[] Right = [.. Probabilities.Zip(Labels, (row, label) => row[label] == row.Max())];

    [Fact]
    public void Every_family_of_the_catalogue_has_one() =>
        Enum.GetValues<MetricFamily>()
            .Select(family => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName($"{family}"))
            .Where(family => WorkedExamples.Of(family) is null)
            .ShouldBeEmpty();

    [Fact]
    public void The_numbers_are_those_that_the_metrics_give()
    {
        string Percent(double value) => (100 * value).ToString("0.00") + " %";
        double Mean(Func<int, double> of) => Enumerable.Range(0, 4).Average(of);
        var sweep = ThresholdSweep.Of(Confidence, Right);

        Holds("accuracy", Percent(Mean(i => Right[i] ? 1 : 0)));
        Holds("accuracy", Percent(Mean(i => Probabilities[i].Count(p => p > Probabilities[i][Labels[i]]) < 2 ? 1 : 0)));
        Holds("calibration", Percent(ExpectedCalibrationError.Compute(Confidence, Right)));
        Holds("calibration", Mean(i => NegativeLogLikelihood.Of(Probabilities[i][Labels[i]])).ToString("0.0000"));
        Holds(
            "calibration",
            Mean(i =>
                    BrierScore.Of(
                        Probabilities[i].Sum(p => p * p),
                        Probabilities[i][Labels[i]] * Probabilities[i][Labels[i]],
                        Probabilities[i][Labels[i]]
                    )
                )
                .ToString("0.000")
        );
        Holds("confidence", Percent(Aurc.Compute(sweep)));
        Holds("robustness", Percent(new[] { 0.4, 0.45, 0.5, 0.6, 0.65 }.Average() / 0.8));
        Holds("open-set", Percent(Auroc.Compute(ThresholdSweep.OfTwo([0.9f, 0.7f, 0.5f], [0.8f, 0.3f]))));
        Holds("comparison", McNemar.Test(12, 3).PValue.ToString("0.0000"));
    }

    static void Holds(string family, string number) => WorkedExamples.Of(family)!.ShouldContain(number);
}
