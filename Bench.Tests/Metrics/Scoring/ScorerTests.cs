using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Scoring;

public sealed class ScorerTests
{
    static readonly ScoringOptions Quick = ScoringOptions.Default with { Resamples = 50 };

    [Fact]
    public void Every_metric_of_the_catalogue_is_either_scored_or_missing_with_a_reason()
    {
        var card = Scorer.Score(
            Random(1, 60, 8),
            Truth(60, 8),
            Quick with
            {
                CalibrationSplit = Bits.Where(60, i => i % 5 == 0),
            },
            TestContext.Current.CancellationToken
        );

        card.Scores.Select(s => s.Metric)
            .Concat(card.Missing.Select(m => m.Metric))
            .ShouldBe(MetricCatalog.All.Select(m => m.Id), ignoreOrder: true);
        card.Scores.ShouldAllBe(s => double.IsFinite(s.Value));
        card.Missing.ShouldAllBe(m => m.Reason.Length > 10);
    }

    [Fact]
    public void Scores_lie_in_the_range_that_the_catalogue_states()
    {
        for (var seed = 0; seed < 40; seed++)
            foreach (
                var score in Scorer
                    .Score(Random(seed, 5 + seed, 3 + seed % 7), Truth(5 + seed, 3 + seed % 7), Quick with { Resamples = 2 })
                    .Scores
            )
            {
                var metric = MetricCatalog.Find(score.Metric)!;
                score.Value.ShouldBeInRange(metric.Minimum - 1e-9, metric.Maximum + 1e-9, $"{score.Metric}, seed {seed}");
            }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (predictions, labels) = (Random(3, 1_500, 40), Truth(1_500, 40));
        var options = Quick with { CalibrationSplit = Bits.Where(1_500, i => i % 5 == 0) };

        var one = Scorer.Score(predictions, labels, options with { MaxDegreeOfParallelism = 1 });
        var four = Scorer.Score(predictions, labels, options with { MaxDegreeOfParallelism = 4 });

        four.Scores.Select(s => (s.Metric, s.Value, s.CiLow, s.CiHigh))
            .ShouldBe(one.Scores.Select(s => (s.Metric, s.Value, s.CiLow, s.CiHigh)));
    }

    [Fact]
    public void A_best_class_with_its_confidence_supports_calibration_but_not_likelihood()
    {
        var card = Scorer.Score(MadePredictions.TopConfidence(3, (0, 1.0), (1, 0.5)), WrittenLabels.Single(0, 2), Quick);

        card.Scores.Single(s => s.Metric == "ece").Value.ShouldBe(0.25, 1e-7);
        card.Missing.Single(m => m.Metric == "nll")
            .Reason.ShouldBe("needs every logit of each image; these predictions carry the best classes only");
        card.Missing.Single(m => m.Metric == "top5").Reason.ShouldBe("needs the 5 best classes of each image; these predictions carry 1");
    }

    [Fact]
    public void Weights_of_the_label_set_weigh_the_images_of_weighted_metrics_alone()
    {
        // Right on weights 1 and 3 of 1, 3, 4 and 0: half; the excluded image's weight of 8 counts nowhere.
        var labels = WrittenLabels.Single(0, 1, 2, 0, 0) with
        {
            Weights = new float[] { 1, 3, 4, 0, 8 },
            Exclusions = new byte[] { 0, 0, 0, 0, 1 },
            ExclusionReasons = ["no-label"],
        };
        var predictions = MadePredictions.Ranks(3, [0], [1], [0], [1], [0]);

        var card = Scorer.Score(predictions, labels, Quick);
        var equal = Scorer.Score(predictions, labels with { Weights = new float[] { 2, 2, 2, 2, 2 } }, Quick);
        var none = Scorer.Score(predictions, labels with { Weights = default }, Quick);

        card.Scores.Single(s => s.Metric == "weighted-top1").Value.ShouldBe(0.5, 1e-12);
        card.Scores.Single(s => s.Metric == "weighted-top1").CiHigh.ShouldBeGreaterThan(0.5);
        card.Scores.Single(s => s.Metric == "top1").Value.ShouldBe(0.5);
        equal.Scores.Single(s => s.Metric == "weighted-top1").Value.ShouldBe(0.5, 1e-12);
        none.Missing.Single(m => m.Metric == "weighted-top1").Reason.ShouldBe("needs a weight of each image; this label set has none");
        Should
            .Throw<ArgumentException>(() => Scorer.Score(predictions, labels with { Weights = new float[] { 1, -1, 1, 1, 1 } }, Quick))
            .Message.ShouldBe("image 1 has the weight -1");
    }

    [Fact]
    public void A_ranking_supports_accuracy_but_not_calibration()
    {
        var card = Scorer.Score(MadePredictions.Ranks(5, [0, 1], [2, 3]), WrittenLabels.Sets([0, 1], [3]).WithOriginal(0, 3), Quick);

        card.Scores.Single(s => s.Metric == "top2").Value.ShouldBe(1);
        card.Scores.Single(s => s.Metric == "multilabel-subset").Value.ShouldBe(0.5);
        card.Missing.Single(m => m.Metric == "ece")
            .Reason.ShouldBe("needs the probability of the best class; these predictions are a ranking only");
    }

    [Fact]
    public void A_number_that_is_top1_by_construction_is_left_out()
    {
        var ranks = MadePredictions.Ranks(3, [1], [1], [0]);
        string[] same = ["multilabel-accuracy-micro", "multilabel-subset", "jaccard", "set-precision", "set-recall", "set-f1"];

        var single = Scorer.Score(ranks, WrittenLabels.Single(0, 1, 0).WithOriginal(0, 1, 0), Quick);
        var moved = Scorer.Score(ranks, WrittenLabels.Single(0, 1, 0).WithOriginal(0, 1, 1), Quick);
        var several = Scorer.Score(ranks, WrittenLabels.Sets([0], [1, 2], [0]).WithOriginal(0, 1, 0), Quick);

        foreach (var metric in same)
            single.Missing.Single(m => m.Metric == metric).Reason.ShouldBe("is the same number as top1 where each image has one label");
        single
            .Missing.Single(m => m.Metric == "multilabel-accuracy")
            .Reason.ShouldBe("is the same number as macro-top1 where each image has one label");
        // Corrected labels: a mean over the original classes is not one over the corrected ones.
        moved.Scores.Single(s => s.Metric == "multilabel-accuracy").Value.ShouldBe(0.5);
        several.Scores.Select(s => s.Metric).ShouldContain("multilabel-accuracy");
    }

    [Fact]
    public void Unclear_classes_count_as_right()
    {
        var labels = WrittenLabels.Sets([0], [1], [2]).WithUnclear([1], [], []).WithOriginal(0, 1, 1);

        var card = Scorer.Score(MadePredictions.Ranks(3, [1], [1], [0]), labels, Quick);

        card.Scores.Single(s => s.Metric == "multilabel-accuracy").Value.ShouldBe(0.75);
        card.Scores.Single(s => s.Metric == "multilabel-accuracy-micro").Value.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void A_view_without_images_is_missing_everywhere_and_says_why()
    {
        var none = Scorer.Score(MadePredictions.TopConfidence(3), WrittenLabels.Sets(), Quick);

        none.Scores.ShouldBeEmpty();
        none.Missing.ShouldAllBe(m => m.Reason == "no image is used under this label set");
    }

    [Fact]
    public void One_saturated_image_is_scored()
    {
        var card = Scorer.Score(
            MadePredictions.From([
                [1e4f, -1e4f, 0f],
            ]),
            WrittenLabels.Single(0),
            Quick
        );

        card.Scores.Single(s => s.Metric == "ece").Value.ShouldBe(0);
        card.Scores.Single(s => s.Metric == "nll").Value.ShouldBe(0);
    }

    [Fact]
    public void A_single_class_is_always_right_and_certain()
    {
        var card = Scorer.Score(
            MadePredictions.From([
                [1f],
                [2f],
            ]),
            WrittenLabels.Single(0, 0),
            Quick
        );

        card.Scores.Single(s => s.Metric == "top1").Value.ShouldBe(1);
        card.Scores.Single(s => s.Metric == "brier").Value.ShouldBe(0);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Predictions_that_are_not_finite_are_refused_with_the_images_index(float bad)
    {
        var predictions = Random(1, 20, 4) with { };
        var sums = predictions.LogSumExp.ToArray();
        sums[13] = bad;

        Should
            .Throw<ArgumentException>(() => Scorer.Score(predictions with { LogSumExp = sums }, Truth(20, 4), Quick))
            .Message.ShouldStartWith("image 13 ");
    }

    static Predictions Random(int seed, int images, int classes) =>
        MadePredictions.From(
            MadePredictions.Logits(new Random(seed), images, classes, [.. Enumerable.Range(0, images).Select(i => i % classes)])
        );

    static GroundTruth Truth(int images, int classes) => WrittenLabels.Single([.. Enumerable.Range(0, images).Select(i => i % classes)]);
}
