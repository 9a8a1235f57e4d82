using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Robustness;

public sealed class SequenceScoresTests
{
    [Fact]
    public void A_frame_is_held_against_the_one_before_and_under_noise_against_the_first()
    {
        // Best classes along a film: 0 1 1 0.
        var predictions = MadePredictions.Ranks(10, [0, 1, 2, 3, 4], [1, 0, 2, 3, 4], [1, 0, 2, 3, 9], [0, 1, 2, 3, 4]);

        FrameChanges.FlipRate(new("tilt", 0, [0, 1, 2, 3]), predictions).ShouldBe(2.0 / 3, 1e-12);
        FrameChanges.FlipRate(new("shot_noise", 0, [0, 1, 2, 3]), predictions).ShouldBe(2.0 / 3, 1e-12);
        FrameChanges.FlipRate(new("shot_noise", 0, [1, 2, 0, 3]), predictions).ShouldBe(2.0 / 3, 1e-12);
        FrameChanges.FlipRate(new("tilt", 0, [1, 2, 0, 3]), predictions).ShouldBe(1.0 / 3, 1e-12);
        // Two changed places, 1 + 1; then the fifth class goes, |4 − 5|; then back: 1 + 1, and 9 is not among the last.
        FrameChanges.TopFiveDistance(new("tilt", 0, [0, 1]), predictions).ShouldBe(2);
        FrameChanges.TopFiveDistance(new("tilt", 0, [1, 2]), predictions).ShouldBe(1);
        FrameChanges.TopFiveDistance(new("tilt", 0, [2, 3]), predictions).ShouldBe(3);
        FrameChanges.FlipRate(new("tilt", 0, [2]), predictions).ShouldBe(double.NaN);
    }

    /// <remarks>The published definition over whole rankings: ranks of all classes as 1-based numbers, the second ranking read in the order
    /// of the first, and the cumulated sum of five ones after a zero.</remarks>
    [Fact]
    public void The_distance_is_the_published_one_over_whole_rankings()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var rows = MadePredictions.Logits(random, 2, 12, [random.Next(12), random.Next(12)]);
            int[] cumulated = [.. Enumerable.Range(0, 12).Select(place => Math.Min(place, 5))];
            int[] Ranks(float[] row) =>
                [.. row.Select((value, c) => 1 + row.Index().Count(other => (other.Item, -other.Index).CompareTo((value, -c)) > 0))];
            var (first, second) = (Ranks(rows[0]), Ranks(rows[1]));
            int[] order = [.. Enumerable.Range(0, 12).OrderBy(c => first[c])];
            var expected = Enumerable.Range(0, 5).Sum(place => Math.Abs(cumulated[place] - cumulated[second[order[place]] - 1]));

            FrameChanges.TopFiveDistance(new("tilt", 0, [0, 1]), MadePredictions.From(rows, 5)).ShouldBe(expected);
        }
    }

    [Fact]
    public void Perturbations_count_the_same_however_many_films_they_have()
    {
        var predictions = MadePredictions.Ranks(10, [0, 1, 2, 3, 4], [1, 0, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);
        var sequences = new FrameSequences
        {
            Sequences = [new("tilt", 0, [0, 1]), new("tilt", 1, [2, 3]), new("snow", 0, [0, 1]), new("snow", 1, [0, 2, 1])],
            Pictures = 2,
            Yardstick = new Dictionary<string, double> { ["tilt"] = 0.5, ["snow"] = 0.25 },
        };
        var outcomes = Outcomes(right: [2, 3, 0], used: [0, 1, 2, 3]);

        var scores = SequenceScores.Of(sequences, predictions, outcomes, [], ScoringOptions.Default);

        Value(scores, "flip-rate").ShouldBe((0.5 + 0.75) / 2, 1e-9);
        Value(scores, "flip-rate-snow").ShouldBe(0.75, 1e-9);
        Value(scores, "mfr").ShouldBe((1 + 3) / 2.0, 1e-9);
        // Of tilt's films one is right on every frame, of snow's none.
        Value(scores, "every-frame-top1").ShouldBe(0.25, 1e-9);
        scores.Scores.ShouldAllBe(score => score.CiLow <= score.Value && score.Value <= score.CiHigh);
        scores.Missing.ShouldContain(new MissingScore("flip-rate-shear", "the dataset has no shear"));
    }

    /// <summary>As in the authors' mean flip rate, whose yardstick has the ten of the test alone.</summary>
    [Fact]
    public void Perturbations_for_validation_are_reported_and_not_averaged()
    {
        var predictions = MadePredictions.Ranks(10, [0, 1, 2, 3, 4], [1, 0, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);
        FrameSequence[] shear = [new("shear", 0, [0, 1]), new("shear", 1, [0, 1])];
        var sequences = new FrameSequences
        {
            Sequences = [new("tilt", 0, [0, 1]), new("tilt", 1, [2, 3]), .. shear],
            Pictures = 2,
            Yardstick = new Dictionary<string, double> { ["tilt"] = 0.25 },
        };

        var scores = Of(sequences);
        var extra = Of(sequences with { Sequences = shear });

        (Value(scores, "flip-rate"), Value(scores, "mfr"), Value(scores, "top5-distance")).ShouldBe((0.5, 2, 1));
        (Value(scores, "every-frame-top1"), Value(scores, "flip-rate-shear")).ShouldBe((0.5, 1));
        scores.Scores.Single(score => score.Metric == "flip-rate").N.ShouldBe(2);
        extra.Scores.Select(score => score.Metric).ShouldBe(["flip-rate-shear"]);
        extra
            .Missing.Where(score => score.Reason.Contains("that counts"))
            .Select(score => score.Metric)
            .ShouldBe(["flip-rate", "mfr", "top5-distance", "every-frame-top1"]);

        DerivedScores Of(FrameSequences films) =>
            SequenceScores.Of(films, predictions, Outcomes(right: [2, 3, 0], used: [0, 1, 2, 3]), [], ScoringOptions.Default);
    }

    [Fact]
    public void A_film_with_a_frame_that_could_not_be_decoded_takes_no_part()
    {
        var predictions = MadePredictions.Ranks(10, [0], [1], [0], [0]);
        var sequences = new FrameSequences { Sequences = [new("tilt", 0, [0, 1]), new("tilt", 1, [2, 3])], Pictures = 2 };

        var scores = SequenceScores.Of(sequences, predictions, Outcomes([], [0, 2, 3]), [1], ScoringOptions.Default);

        var flips = scores.Scores.Single(score => score.Metric == "flip-rate");
        (flips.Value, flips.N, flips.Excluded["sequence-incomplete"]).ShouldBe((0, 1, 1));
        scores.Scores.Single(score => score.Metric == "flip-rate-tilt").Excluded["sequence-incomplete"].ShouldBe(1);
        scores.Missing.ShouldContain(new MissingScore("mfr", SequenceMetrics.WithoutYardstick));
        scores.Missing.ShouldContain(new MissingScore("top5-distance", "needs the 5 best classes of each image"));
    }

    [Fact]
    public void A_film_with_a_frame_that_the_label_set_does_not_use_is_named_where_labels_count()
    {
        var predictions = MadePredictions.Ranks(10, [0], [1], [0], [0]);
        var sequences = new FrameSequences { Sequences = [new("tilt", 0, [0, 1]), new("snow", 1, [2, 3])], Pictures = 2 };

        var scores = SequenceScores.Of(sequences, predictions, Outcomes([], [0, 2, 3]), [], ScoringOptions.Default).Scores;

        scores
            .Select(score => (score.Metric, score.N, score.Excluded.GetValueOrDefault("sequence-incomplete")))
            .ShouldBe([("flip-rate", 2, 0), ("every-frame-top1", 1, 1), ("flip-rate-snow", 1, 0), ("flip-rate-tilt", 1, 0)], true);
    }

    static ImageOutcomes Outcomes(int[] right, int[] used)
    {
        var (correct, asked) = (new BitSet(4), new BitSet(4));
        foreach (var image in used)
            asked[image] = true;
        foreach (var image in right)
            correct[image] = true;
        return new(correct, asked);
    }

    static double Value(DerivedScores scores, string metric) => scores.Scores.Single(score => score.Metric == metric).Value;
}
