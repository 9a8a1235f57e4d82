using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Robustness;

public class ShiftScoresTests
{
    [Fact]
    public void Newcombes_interval_is_that_of_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("robustness", "differences"))
        {
            var interval = NewcombeInterval.Of(golden.Hits, golden.N, golden.OtherHits, golden.OtherN);
            (interval.Low, interval.High).ShouldBe((golden.Low, golden.High), new PairComparer(1e-12));
        }
        double.IsNaN(NewcombeInterval.Of(0, 0, 1, 2).Low).ShouldBeTrue();
    }

    [Fact]
    public void A_ratio_of_two_proportions_has_Zous_and_Donners_interval_close_to_the_score_interval_of_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<RatioGolden>("robustness", "ratios"))
        {
            var interval = RatioInterval.Of(golden.Hits, golden.N, golden.OtherHits, golden.OtherN);
            (interval.Low, interval.High).ShouldBe((golden.Low, golden.High), new PairComparer(1e-12));
            if (golden.N >= 50)
                (interval.Low, interval.High).ShouldBe((golden.Score[0], golden.Score[1]), new PairComparer(0.005));
        }
        RatioInterval.Of(1, 2, 0, 5).ShouldBe(Interval.Without(NoInterval.NoneElsewhere));
        RatioInterval.Of(0, 0, 1, 5).ShouldBe(Interval.None);
    }

    [Fact]
    public void The_drop_over_two_samples_by_hand()
    {
        var scores = ShiftScores.Against(Outcomes("10"), Outcomes("1110"), [], new Dictionary<string, int>()).Scores;

        scores
            .Select(score => (score.Metric, score.Value, score.N))
            .ShouldBe([(ShiftMetrics.CleanTop1, 0.75, 4), (ShiftMetrics.AccuracyDrop, 0.25, 2)]);
        (scores[1].CiLow, scores[1].CiHigh).ShouldBe((NewcombeInterval.Of(3, 4, 1, 2).Low, NewcombeInterval.Of(3, 4, 1, 2).High));
    }

    [Fact]
    public void The_drop_of_edited_images_is_paired_with_their_originals()
    {
        // Image 0 is an edit of clean image 2, image 1 of clean image 0; clean images 1 and 3 were not edited.
        var scores = ShiftScores.Against(Outcomes("10"), Outcomes("1010"), [2, 0], new Dictionary<string, int>()).Scores;

        var expected = PairedDifference.Of(new PairedCounts(1, 1, 0, 0));
        (scores[1].Value, scores[1].CiLow, scores[1].CiHigh, scores[1].N).ShouldBe((0.5, expected.Low, expected.High, 2));
        // The clean accuracy is that of the two originals, not of all four clean images: clean less shifted is the drop.
        (scores[0].Value, scores[0].N).ShouldBe((1, 2));
    }

    [Fact]
    public void An_image_without_an_original_is_no_pair()
    {
        var derived = ShiftScores.Against(Outcomes("110"), Outcomes("0111"), [0, -1, 2], new Dictionary<string, int>());

        derived
            .Scores.Select(score => (score.Metric, score.Value, score.N))
            .ShouldBe([(ShiftMetrics.CleanTop1, 0.5, 2), (ShiftMetrics.AccuracyDrop, 0, 2)]);
        derived.Clean!.UsedCount.ShouldBe(2);
    }

    [Fact]
    public void Several_edits_of_an_original_say_as_much_of_the_drop_as_the_original()
    {
        // Twelve originals, one edit of each, and then thirty edits of each that say the same.
        var (clean, edited) = ("111110111010", "101010011010");
        int[] originals = [.. Enumerable.Range(0, clean.Length)];
        var once = Drop(edited, originals);
        var often = Drop(
            string.Concat(edited.Select(right => new string(right, 30))),
            [.. originals.SelectMany(o => Enumerable.Repeat(o, 30))]
        );

        (often.Value, often.N).ShouldBe((once.Value, 30 * once.N));
        once.CiLow.ShouldBe(PairedDifference.Of(new PairedCounts(6, 3, 0, 3)).Low, 1e-12);
        // The variance is that of a sample of twelve: a little wider than Tango's, not five times narrower.
        (often.CiHigh - often.CiLow).ShouldBeInRange(0.99 * (once.CiHigh - once.CiLow), 1.1 * (once.CiHigh - once.CiLow));

        MetricScore Drop(string right, int[] original) =>
            ShiftScores.Against(Outcomes(right), Outcomes(clean), original, new Dictionary<string, int>()).Scores[1];
    }

    [Fact]
    public void Among_all_classes_a_ranking_of_four_has_no_top5()
    {
        var predictions = new Predictions
        {
            Count = 2,
            Classes = 9,
            HeadSize = 4,
            TopClass = new ushort[] { 3, 1, 0, 2, 8, 7, 6, 5 },
        };
        var labels = new GroundTruth
        {
            Offsets = new[] { 0, 1, 2 },
            Classes = new ushort[] { 3, 5 },
            SingleLabel = true,
        };

        var derived = ShiftScores.AmongAllClasses(predictions, labels, new Dictionary<string, int>());

        derived
            .Scores.Single()
            .ShouldSatisfyAllConditions(score => score.Metric.ShouldBe(ShiftMetrics.Top1AllClasses), score => score.Value.ShouldBe(0.5));
        derived
            .Missing.Single()
            .ShouldBe(new MissingScore(ShiftMetrics.Top5AllClasses, "needs the 5 best classes of each image; these predictions carry 4"));
    }

    [Fact]
    public void Predictions_that_name_none_of_the_classes_say_for_how_many_images()
    {
        var ranks = new Predictions
        {
            Count = 2,
            Classes = 9,
            HeadSize = 2,
            TopClass = new ushort[] { 3, 1, 8, 7 },
        };

        ranks.WhyNotRestrict([3, 8]).ShouldBeNull();
        ranks
            .WhyNotRestrict([3])
            .ShouldBe("needs every logit: 1 images have none of the dataset's 1 classes among the 2 best that these predictions carry");
    }

    [Fact]
    public void A_widened_view_accepts_what_means_the_same_elsewhere()
    {
        var labels = new GroundTruth
        {
            Offsets = new[] { 0, 1, 2 },
            Classes = new ushort[] { 0, 2 },
            SingleLabel = true,
        };

        var widened = labels.Widen([
            [0, 1],
            [0, 1],
            [],
        ]);

        (widened.Accepts(0, 1), widened.Accepts(1, 2), widened.Accepts(1, 0), widened.SingleLabel).ShouldBe((true, true, false, false));
    }

    static ImageOutcomes Outcomes(string right)
    {
        var (correct, used) = (new BitSet(right.Length), new BitSet(right.Length));
        for (var i = 0; i < right.Length; i++)
            (correct[i], used[i]) = (right[i] == '1', true);
        return new(correct, used);
    }

    sealed class PairComparer(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) <= tolerance && Math.Abs(x.Item2 - y.Item2) <= tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }

    sealed record RatioGolden(long Hits, long N, long OtherHits, long OtherN, double Low, double High, double[] Score);

    internal sealed record Golden(long Hits, long N, long OtherHits, long OtherN, double Low, double High);
}
