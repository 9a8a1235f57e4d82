using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using CsCheck;

namespace Bench.Tests.Metrics.OpenSet;

public class OpenSetTests
{
    // Few distinct values, so that ties are common.
    static readonly Gen<float[]> Scores = Gen.Int[-3, 3].Select(static v => (float)v).Array[1, 12];

    [Fact]
    public void Agrees_with_scikit_learn_ties_included()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("open_set", "ood"))
        {
            var sweep = ThresholdSweep.OfTwo(golden.Outside, golden.Inside);
            Auroc.Compute(sweep).ShouldBe(golden.Auroc, 1e-12);
            AveragePrecision.OfPositives(sweep).ShouldBe(golden.AuprOut, 1e-12);
            AveragePrecision.OfNegatives(sweep).ShouldBe(golden.AuprIn, 1e-12);
            FprAtTpr.Compute(sweep).ShouldBe(golden.Fpr95, 1e-12);
            FprAtTpr.OfNegatives(sweep).ShouldBe(golden.Fpr95Id, 1e-12);
            PrecisionRecallTrapezoid.OfPositives(sweep).ShouldBe(golden.TrapezoidOut, 1e-12);
            PrecisionRecallTrapezoid.OfNegatives(sweep).ShouldBe(golden.TrapezoidIn, 1e-12);
            var known = Array.ConvertAll(golden.Inside, static s => -s);
            Oscr.Compute(known, golden.Right, Array.ConvertAll(golden.Outside, static s => -s)).ShouldBe(golden.Oscr, 1e-12);
            Auroc.Compute(ThresholdSweep.Of(known, golden.Right)).ShouldBe(golden.AurocCorrectness, 1e-12);
        }
    }

    [Fact]
    public void A_perfect_and_a_useless_score_by_hand()
    {
        var perfect = ThresholdSweep.OfTwo([3, 4], [1, 2]);
        (Auroc.Compute(perfect), AveragePrecision.OfPositives(perfect), FprAtTpr.Compute(perfect)).ShouldBe((1, 1, 0));
        (
            PrecisionRecallTrapezoid.OfPositives(perfect),
            PrecisionRecallTrapezoid.OfNegatives(perfect),
            FprAtTpr.OfNegatives(perfect)
        ).ShouldBe((1, 1, 0));
        var useless = ThresholdSweep.OfTwo([5, 5], [5, 5, 5, 5]);
        (Auroc.Compute(useless), FprAtTpr.Compute(useless)).ShouldBe((0.5, 1));
        AveragePrecision.OfPositives(useless).ShouldBe(1.0 / 3, 1e-15);
        // From (0, 1) to (1, 1/3) in one straight line: the trapezoid flatters a score that tells nothing.
        PrecisionRecallTrapezoid.OfPositives(useless).ShouldBe(2.0 / 3, 1e-15);
        FprAtTpr.OfNegatives(useless).ShouldBe(1);
    }

    [Fact]
    public void The_two_conventions_of_fpr95_are_two_numbers()
    {
        // 20 good images at 1 … 20, strange ones at 18.5, 19.5, 30 and 40: 19 good ones are accepted at 19, with one strange one.
        float[] good = [.. Enumerable.Range(1, 20).Select(static i => (float)i)];
        var sweep = ThresholdSweep.OfTwo([18.5f, 19.5f, 30, 40], good);

        FprAtTpr.OfNegatives(sweep).ShouldBe(0.25);
        // All four strange ones must be reached for 95 % of them; at 18.5 two good ones, 19 and 20, are turned away.
        FprAtTpr.Compute(sweep).ShouldBe(0.1);
    }

    [Fact]
    public void Fpr95_stops_at_exactly_95_percent()
    {
        float[] positives = [.. Enumerable.Range(0, 20).Select(static i => (float)(100 - i))];
        // The 19th of 20 scores 82; all 20 would cost 0.75.
        FprAtTpr.Compute(ThresholdSweep.OfTwo(positives, [200, 82.5f, 81.5f, 0])).ShouldBe(0.5);
    }

    [Fact]
    public void Auroc_counts_pairs() =>
        Gen.Select(Scores, Scores)
            .Sample(
                (positives, negatives) =>
                {
                    var wins = positives.Sum(p =>
                        negatives.Sum(n =>
                            p > n ? 1
                            : p == n ? 0.5
                            : 0
                        )
                    );
                    Auroc.Compute(ThresholdSweep.OfTwo(positives, negatives)).ShouldBe(wins / positives.Length / negatives.Length, 1e-12);
                },
                iter: 1000
            );

    [Fact]
    public void Oscr_is_the_drawn_area_and_never_above_accuracy() =>
        Gen.Select(Scores, Scores, Gen.Int[0, 4095])
            .Sample(
                (known, unknown, bits) =>
                {
                    var right = known.Select((_, i) => (bits >> i & 1) != 0).ToArray();
                    double area = 0,
                        lastCcr = 0,
                        lastFpr = 0;
                    foreach (var threshold in known.Concat(unknown).Distinct().OrderDescending())
                    {
                        var ccr = (double)known.Where((s, i) => right[i] && s >= threshold).Count() / known.Length;
                        var fpr = (double)unknown.Count(s => s >= threshold) / unknown.Length;
                        area += (fpr - lastFpr) * (ccr + lastCcr) / 2;
                        (lastCcr, lastFpr) = (ccr, fpr);
                    }
                    var oscr = Oscr.Compute(known, right, unknown);
                    oscr.ShouldBe(area, 1e-12);
                    oscr.ShouldBeLessThanOrEqualTo((double)right.Count(static r => r) / known.Length + 1e-12);
                },
                iter: 1000
            );

    [Fact]
    public void Turning_the_score_round_turns_auroc_round_and_swaps_the_precisions() =>
        Gen.Select(Scores, Scores)
            .Sample(
                (positives, negatives) =>
                {
                    var sweep = ThresholdSweep.OfTwo(positives, negatives);
                    var turned = ThresholdSweep.OfTwo(
                        Array.ConvertAll(positives, static s => -s),
                        Array.ConvertAll(negatives, static s => -s)
                    );
                    Auroc.Compute(turned).ShouldBe(1 - Auroc.Compute(sweep), 1e-12);
                    var other = ThresholdSweep.OfTwo(
                        Array.ConvertAll(negatives, static s => -s),
                        Array.ConvertAll(positives, static s => -s)
                    );
                    FprAtTpr.OfNegatives(sweep).ShouldBe(FprAtTpr.Compute(other), 1e-12);
                    PrecisionRecallTrapezoid.OfNegatives(sweep).ShouldBe(PrecisionRecallTrapezoid.OfPositives(other), 1e-12);
                    var swapped = ThresholdSweep.OfTwo(
                        Array.ConvertAll(negatives, static s => -s),
                        Array.ConvertAll(positives, static s => -s)
                    );
                    AveragePrecision.OfPositives(swapped).ShouldBe(AveragePrecision.OfNegatives(sweep), 1e-12);
                }
            );

    [Fact]
    public void One_kind_alone_gives_no_number()
    {
        var onlyPositive = ThresholdSweep.OfTwo([1, 2], []);
        Auroc.Compute(onlyPositive).ShouldBe(double.NaN);
        FprAtTpr.Compute(onlyPositive).ShouldBe(double.NaN);
        FprAtTpr.OfNegatives(onlyPositive).ShouldBe(double.NaN);
        PrecisionRecallTrapezoid.OfNegatives(onlyPositive).ShouldBe(double.NaN);
        AveragePrecision.OfPositives(onlyPositive).ShouldBe(1);
        AveragePrecision.OfNegatives(onlyPositive).ShouldBe(double.NaN);
        Oscr.Compute([], [], [1]).ShouldBe(double.NaN);
        Oscr.Compute([1], [false], [1]).ShouldBe(0);
        ThresholdSweep.OfTwo([], []).Groups.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_refused_and_infinities_are_not()
    {
        Should.Throw<ArgumentException>(() => ThresholdSweep.Of([1, float.NaN], [true, false])).Message.ShouldContain("score 1");
        Should.Throw<ArgumentException>(() => ThresholdSweep.Of([1], [true, false]));
        Auroc.Compute(ThresholdSweep.OfTwo([float.PositiveInfinity], [float.NegativeInfinity])).ShouldBe(1);
    }

    [Fact]
    public void Scores_come_from_the_logits_and_rise_with_strangeness()
    {
        var predictions = Given.Logits([
            [4, 0, 0],
            [1, 0.5, 0.25],
        ]);
        Span<float> scores = stackalloc float[2];
        OodScores.Compute(predictions, OodScore.MaxLogit, scores);
        scores.ToArray().ShouldBe([-4, -1]);
        OodScores.Compute(predictions, OodScore.Energy, scores);
        scores[0].ShouldBe(-(float)Math.Log(Math.Exp(4) + 2), 1e-6f);
        OodScores.Compute(predictions, OodScore.MaxSoftmax, scores);
        scores[0].ShouldBe((float)-Math.Log(Math.Exp(4) / (Math.Exp(4) + 2)), 1e-6f);
        scores[1].ShouldBeGreaterThan(scores[0]);
    }

    [Fact]
    public void Predictions_that_carry_no_score_say_why()
    {
        OodScores.WhyMissing(PredictionContent.Ranks, OodScore.MaxSoftmax).ShouldNotBeNull();
        OodScores.WhyMissing(PredictionContent.TopConfidence, OodScore.Energy).ShouldNotBeNull();
        OodScores.WhyMissing(PredictionContent.TopConfidence, OodScore.MaxSoftmax).ShouldBeNull();
        OodScores.WhyMissing(PredictionContent.Head, OodScore.Energy).ShouldBeNull();
        Should.Throw<ArgumentException>(() => OodScores.Compute(Given.Ranks(3, 0, 1), OodScore.MaxSoftmax, new float[2]));
    }

    sealed record Golden(
        float[] Inside,
        float[] Outside,
        bool[] Right,
        double Auroc,
        double AuprOut,
        double AuprIn,
        double Fpr95,
        double Fpr95Id,
        double TrapezoidIn,
        double TrapezoidOut,
        double Oscr,
        double AurocCorrectness
    );
}
