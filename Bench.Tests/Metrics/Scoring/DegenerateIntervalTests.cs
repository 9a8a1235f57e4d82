using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>Few images, or images that are all alike: every number of the catalogue is in its interval and its range, or there is none,
/// with a reason.</summary>
public sealed class DegenerateIntervalTests
{
    [Theory]
    [InlineData("all right")]
    [InlineData("all wrong")]
    [InlineData("one label")]
    [InlineData("one answer")]
    [InlineData("sure of everything")]
    [InlineData("sure and wrong")]
    [InlineData("all tied")]
    [InlineData("no label")]
    public void Every_number_is_in_its_interval_and_what_is_missing_says_why(string kind)
    {
        foreach (var (images, classes) in new[] { (1, 2), (2, 2), (3, 5), (40, 2), (40, 12) })
        {
            int[] truth = [.. Enumerable.Range(0, images).Select(i => kind == "one label" ? 1 : i % classes)];
            var options = ScoringOptions.Default with { Resamples = 60, CalibrationSplit = Bits.Where(images, i => i % 2 == 1) };
            var predictions = MadePredictions.From([.. truth.Select((label, i) => Row(kind, label, i, classes))]);
            var labels = WrittenLabels.Single([.. truth.Select(label => kind == "no label" ? -1 : label)]).WithOriginal(truth);

            var card = Scorer.Score(predictions, labels, options);

            foreach (var score in card.Scores.Where(score => !double.IsNaN(score.Value)))
            {
                var (metric, because) = (MetricCatalog.Find(score.Metric)!, $"{score.Metric}, {kind}, {images} of {classes} classes");
                score.Value.ShouldBeInRange(metric.Minimum - 1e-9, metric.Maximum + 1e-9, because);
                if (double.IsNaN(score.CiLow))
                    continue;
                score.Value.ShouldBeInRange(score.CiLow, score.CiHigh, because);
                score.CiLow.ShouldBeGreaterThanOrEqualTo(Math.Min(metric.Minimum, score.Value), because);
                score.CiHigh.ShouldBeLessThanOrEqualTo(Math.Max(metric.Maximum, score.Value), because);
            }
            card.Missing.ShouldAllBe(missing => missing.Reason.Length > 0);
        }
    }

    /// <summary>Each class is all right or all wrong: resamples are all alike, and the classes' own intervals are not.</summary>
    [Theory]
    [InlineData("one answer", 5, 200)]
    [InlineData("one answer", 2, 40)]
    // Resamples lose classes of so few images, and differ by that alone.
    [InlineData("one answer", 20, 60)]
    [InlineData("one label", 5, 200)]
    public void Means_over_classes_have_an_interval_whatever_one_class_says(string kind, int classes, int images)
    {
        int[] truth = [.. Enumerable.Range(0, images).Select(i => kind == "one label" ? 1 : i % classes)];
        var predictions = MadePredictions.From([.. truth.Select((label, i) => Row(kind, label, i, classes))]);

        var card = Scorer.Score(predictions, WrittenLabels.Single(truth), ScoringOptions.Default with { Resamples = 200 });

        foreach (var metric in new[] { "top1", "macro-top1", "worst-class-top1", "macro-precision", "macro-f1" })
        {
            var score = card.Scores.Single(score => score.Metric == metric);
            double.IsNaN(score.CiLow).ShouldBeFalse(metric);
            score.CiHigh.ShouldBeGreaterThan(score.CiLow, metric);
        }
        var macro = card.Scores.Single(score => score.Metric == "macro-top1");
        if (kind == "one answer")
        {
            // Zou's interval of one share that is 1 and others that are 0, by Wilson's of each.
            var wilson = 3.841458820694124 / (images / classes + 3.841458820694124);
            macro.CiLow.ShouldBe((1 - wilson) / classes, 1e-12);
            macro.CiHigh.ShouldBe((1 + Math.Sqrt(classes - 1) * wilson) / classes, 1e-12);
        }
    }

    static float[] Row(string kind, int label, int image, int classes)
    {
        var best = kind switch
        {
            "all wrong" or "sure and wrong" => (label + 1) % classes,
            "one answer" => 0,
            _ => label,
        };
        return
        [
            .. Enumerable
                .Range(0, classes)
                .Select(c =>
                    kind == "all tied" ? 0
                    : c != best ? -0.25f * c
                    : kind.StartsWith("sure", StringComparison.Ordinal) ? 200
                    : 1 + 0.125f * (image % 9)
                ),
        ];
    }
}
