using System.Runtime.Intrinsics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>What a reader may take for granted of every interval of the catalogue.</summary>
public sealed class IntervalTests
{
    /// <summary>Their replicates take a group of equal confidences at its middle, which is less than one image in N away.</summary>
    static readonly string[] AtMiddles = ["aurc", "e-aurc", "aurra"];

    [Theory]
    [InlineData(60, 4)]
    [InlineData(150, 7)]
    [InlineData(1_000, 12)]
    public void The_replicate_of_the_images_themselves_is_the_value_of_every_metric(int images, int classes)
    {
        var view = View(images, classes);
        // All are measured before any is replicated: they share sums.
        var measured = MetricCatalog
            .All.Where(metric => metric.WhyMissing(view.Predictions, view.Labels, view.Options) is null)
            .Select(metric => (metric.Id, Estimate: metric.Measure(view)))
            .Where(pair => pair.Estimate.Replicated is not null && !double.IsNaN(pair.Estimate.Value))
            .ToList();
        var ones = new Vector256<float>[images];
        Array.Fill(ones, Vector256<float>.One);

        // Binned errors are not among them: their interval is made from their own value.
        measured.Count.ShouldBeGreaterThan(40);
        foreach (var (id, estimate) in measured)
        {
            var values = new Vector512<double>[estimate.Replicated!.Outputs];
            estimate.Replicated.Replicate(ones, values);
            values[estimate.Output]
                [5]
                .ShouldBe(estimate.Value, AtMiddles.Contains(id) ? 1.0 / images : 1e-6 * Math.Max(1, estimate.Value), id);
        }
    }

    [Fact]
    public void Every_interval_contains_its_value_and_stays_in_the_range_of_the_metric()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (images, classes) = (1 + seed * seed % 97, 2 + seed % 9);
            var random = new Random(seed);
            int[] truth = [.. Enumerable.Range(0, images).Select(_ => random.Next(classes))];
            var predictions = MadePredictions.From(MadePredictions.Logits(random, images, classes, truth, lift: seed % 4 * 3));
            var options = ScoringOptions.Default with { Resamples = 100, CalibrationSplit = Bits.Where(images, i => i % 5 == 0) };
            GroundTruth[] views =
            [
                WrittenLabels.Single(truth),
                WrittenLabels.Sets([.. truth.Select(t => new[] { 0, 1 + t % (classes - 1) })]).WithOriginal(truth),
            ];

            foreach (var score in Scorer.ScoreAll(predictions, views, options).SelectMany(card => card.Scores))
                Contains(score, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void Images_that_are_all_alike_give_a_mean_over_classes_the_interval_of_top1(float logit)
    {
        int[] truth = [.. Enumerable.Range(0, 200).Select(i => i % 10)];
        var right = MadePredictions.From([.. truth.Select(t => Enumerable.Range(0, 10).Select(c => c == t ? logit + 1 : 0).ToArray())]);

        var scores = Scorer
            .Score(right, WrittenLabels.Single(truth), ScoringOptions.Default with { Resamples = 100 })
            .Scores.ToDictionary(score => score.Metric);

        foreach (var id in (string[])["macro-top1", "worst-class-top1", "macro-precision", "macro-f1"])
            (scores[id].Value, scores[id].CiLow, scores[id].CiHigh).ShouldBe((1, scores["top1"].CiLow, 1), id);
        foreach (var score in scores.Values)
            Contains(score, $"logit {logit}");
    }

    [Fact]
    public void One_image_gives_no_interval_but_that_of_a_proportion()
    {
        var card = Scorer.Score(
            MadePredictions.From([
                [2, 0, 0, 0],
            ]),
            WrittenLabels.Single(0),
            ScoringOptions.Default
        );

        card.Scores.ShouldContain(score => score.Metric == "nll");
        foreach (var score in card.Scores.Where(score => !double.IsNaN(score.CiLow)))
            (score.CiLow, score.CiHigh).ShouldBe(
                (WilsonInterval.Of((long)score.Value, 1).Low, WilsonInterval.Of((long)score.Value, 1).High),
                score.Metric
            );
        card.Scores.Single(score => score.Metric == "ece").CiLow.ShouldBe(double.NaN);
    }

    [Fact]
    public void The_replicates_of_a_biased_statistic_are_moved_back_and_the_value_is_kept()
    {
        double[] replicates = [.. Enumerable.Range(0, 1_001).Select(i => 0.3 + i / 10_000.0)];

        // Mean .35, .15 above the value: .3025 … .3975 less .3, widened to the value and cut at 0.
        var interval = ShiftedInterval.Of(0.2, replicates, 0, 1);

        interval.Low.ShouldBe(0.0025, 1e-9);
        interval.High.ShouldBe(0.2, 1e-9);
        ShiftedInterval.Of(0.2, [0.2, 0.2, double.NaN]).Low.ShouldBe(double.NaN);
        ShiftedInterval.Of(0.2, []).High.ShouldBe(double.NaN);
    }

    [Fact]
    public void Every_metric_has_an_interval_or_says_why_it_has_none()
    {
        var view = View(1_000, 12);
        var measured = MetricCatalog
            .All.Where(metric => metric.WhyMissing(view.Predictions, view.Labels, view.Options) is null)
            .Select(metric => (Metric: metric, Estimate: metric.Measure(view)))
            .Where(pair => !double.IsNaN(pair.Estimate.Value))
            .ToList();
        var replicates = Bootstrap.Run(
            measured.Select(pair => pair.Estimate.Replicated).OfType<IReplicated>().ToHashSet(),
            1_000,
            view.Options with
            {
                Resamples = 100,
            },
            CancellationToken.None
        );

        measured.Count.ShouldBeGreaterThan(140);
        foreach (var (metric, estimate) in measured)
            double.IsNaN(estimate.IntervalOf(replicates, metric.Minimum, metric.Maximum).Low)
                .ShouldBe(metric.WhyNoInterval is not null, metric.Id);
    }

    static void Contains(MetricScore score, string because)
    {
        if (double.IsNaN(score.CiLow))
            return;
        var metric = MetricCatalog.Find(score.Metric)!;
        score.Value.ShouldBeInRange(score.CiLow, score.CiHigh, $"{score.Metric}, {because}, n {score.N}");
        score.CiLow.ShouldBeGreaterThanOrEqualTo(Math.Min(metric.Minimum, score.Value), $"{score.Metric}, {because}");
        score.CiHigh.ShouldBeLessThanOrEqualTo(Math.Max(metric.Maximum, score.Value), $"{score.Metric}, {because}");
    }

    static MetricInputs View(int images, int classes)
    {
        var random = new Random(images);
        int[] truth = [.. Enumerable.Range(0, images).Select(_ => random.Next(classes))];
        var labels = WrittenLabels.Single([.. truth.Select((t, i) => i % 23 == 7 ? -1 : t)]).WithOriginal(truth) with
        {
            Weights = Enumerable.Range(0, images).Select(i => 0.5f + i % 3).ToArray(),
        };
        var options = ScoringOptions.Default with { CalibrationSplit = Bits.Where(images, i => i % 5 == 0) };
        var view = new MetricInputs(
            new PredictionScan(MadePredictions.From(MadePredictions.Logits(random, images, classes, truth)), new ParallelOptions()),
            labels,
            options
        );
        MetricInputs[] read = [view, view.Temperature.Before, view.Temperature.After];
        foreach (var (one, scores) in read.Zip(ClassColumns.Run([.. read.Select(one => one.Columns)], new ParallelOptions())))
            one.ClassScores = scores;
        view.Conformal = ConformalInputs.Of([view]).Single();
        return view;
    }
}
