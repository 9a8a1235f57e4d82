using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>Intervals of scores where several images are of one picture.</summary>
public sealed class PictureIntervalTests
{
    const int Pictures = 120;
    const int Often = 8;

    [Fact]
    public void Copies_that_say_the_same_have_the_interval_of_one_copy_or_none()
    {
        var random = new Random(31);
        int[] truth = [.. Enumerable.Range(0, Pictures).Select(_ => random.Next(5))];
        var logits = MadePredictions.Logits(random, Pictures, 5, truth);
        var once = Score(logits, truth, new([.. Enumerable.Range(0, Pictures)], Pictures));
        var often = Score(
            [.. logits.SelectMany(row => Enumerable.Repeat(row, Often))],
            [.. truth.SelectMany(label => Enumerable.Repeat(label, Often))],
            new([.. Enumerable.Range(0, Pictures * Often).Select(image => image / Often)], Pictures)
        );
        var plain = Score(logits, truth, null).Scores.ToDictionary(score => score.Metric);

        var compared = 0;
        foreach (var (of, one) in often.Scores.Join(once.Scores, a => a.Metric, b => b.Metric, (a, b) => (a, b)))
        {
            of.N.ShouldBe(one.N * Often, of.Metric);
            // Ties rank by image, so a few numbers change with the copies themselves.
            if (double.IsNaN(of.CiLow) || Math.Abs(of.Value - one.Value) > 1e-9)
                continue;
            compared++;
            of.CiLow.ShouldBe(one.CiLow, 1e-4 * Math.Max(1, Math.Abs(one.CiLow)), of.Metric);
            of.CiHigh.ShouldBe(one.CiHigh, 1e-4 * Math.Max(1, Math.Abs(one.CiHigh)), of.Metric);
            of.Value.ShouldBeInRange(of.CiLow, of.CiHigh, of.Metric);
        }
        compared.ShouldBeGreaterThan(15);
        var names = often.Scores.ToDictionary(score => score.Metric);
        foreach (var metric in (string[])["top1", "top5", "nll", "brier", "macro-top1", "aurc", "auroc-correctness", "ks"])
            if (names.TryGetValue(metric, out var score))
                double.IsNaN(score.CiLow).ShouldBeFalse(metric);
        double.IsNaN(names["ece"].CiLow).ShouldBeTrue();
        double.IsNaN(names["worst-class-top1"].CiLow).ShouldBeTrue();
        // Each its own picture: as without any.
        foreach (var score in once.Scores.Where(score => !double.IsNaN(score.CiLow) && score.Metric is "top1" or "nll" or "ks"))
            score.CiLow.ShouldBe(plain[score.Metric].CiLow, 1e-9, score.Metric);
    }

    static Scorecard Score(float[][] logits, int[] truth, Clusters? pictures) =>
        Scorer.Score(
            MadePredictions.From(logits),
            Given.Labels(truth),
            new ScoringOptions
            {
                Pictures = pictures,
                Metrics = [.. MetricCatalog.All.Select(metric => metric.Id)],
                Resamples = 400,
            },
            TestContext.Current.CancellationToken
        );
}
