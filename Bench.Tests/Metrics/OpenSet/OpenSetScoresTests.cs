using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;
using CsCheck;

namespace Bench.Tests.Metrics.OpenSet;

public class OpenSetScoresTests
{
    static readonly Gen<float[]> Scores = Gen.Int[-3, 3].Select(static v => (float)v).Array[1, 12];

    [Fact]
    public void A_resample_is_the_same_as_repeating_its_images() =>
        Gen.Select(Scores, Scores, Gen.Int[0, 4095], Gen.Int[0, 3].Array[24])
            .Sample(
                (known, unknown, bits, counts) =>
                {
                    bool[] right = [.. known.Select((_, i) => (bits >> i & 1) != 0)];
                    float[] weights = [.. counts.Take(known.Length + unknown.Length).Select(static count => (float)count)];
                    var replicated = new ReplicatedOpenSet(known, right, unknown);
                    var values = new double[replicated.Outputs];

                    replicated.Replicate(replicated.Order.Select(i => weights[i]).ToArray().AsSpan(), values);

                    int[] drawn = [.. Enumerable.Range(0, known.Length).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
                    float[] strange = [.. unknown.SelectMany((score, i) => Enumerable.Repeat(score, (int)weights[known.Length + i]))];
                    if (drawn.Length == 0 || strange.Length == 0)
                    {
                        values.ShouldAllBe(value => double.IsNaN(value));
                        return;
                    }
                    var sweep = ThresholdSweep.OfTwo(strange, [.. drawn.Select(i => known[i])]);
                    values[ReplicatedOpenSet.Area].ShouldBe(Auroc.Compute(sweep), 1e-9);
                    values[ReplicatedOpenSet.PrecisionIn].ShouldBe(AveragePrecision.OfNegatives(sweep), 1e-9);
                    values[ReplicatedOpenSet.PrecisionOut].ShouldBe(AveragePrecision.OfPositives(sweep), 1e-9);
                    values[ReplicatedOpenSet.FalsePositives].ShouldBe(FprAtTpr.Compute(sweep), 1e-9);
                    values[ReplicatedOpenSet.Accepted].ShouldBe(FprAtTpr.OfNegatives(sweep), 1e-9);
                    values[ReplicatedOpenSet.TrapezoidIn].ShouldBe(PrecisionRecallTrapezoid.OfNegatives(sweep), 1e-9);
                    values[ReplicatedOpenSet.TrapezoidOut].ShouldBe(PrecisionRecallTrapezoid.OfPositives(sweep), 1e-9);
                    values[ReplicatedOpenSet.OpenSetRate]
                        .ShouldBe(
                            Oscr.Compute(
                                [.. drawn.Select(i => -known[i])],
                                [.. drawn.Select(i => right[i])],
                                [.. strange.Select(static s => -s)]
                            ),
                            1e-9
                        );
                },
                iter: 1000
            );

    [Fact]
    public void A_confidence_alone_has_max_softmax_and_a_reason_for_the_others()
    {
        var inside = Confident(0.9f, 0.6f, 0.5f);
        var labels = new GroundTruth
        {
            Offsets = new[] { 0, 1, 2, 3 },
            Classes = new ushort[] { 0, 0, 1 },
            SingleLabel = true,
        };

        var derived = OpenSetScores.Of(inside, labels, Confident(0.4f, 0.6f), [], allClasses: false, ScoringOptions.Default);

        // Pairs: 0.4 is stranger than all three; 0.6 is stranger than 0.9 and ties with 0.6.
        derived.Scores.Single(score => score.Metric == "auroc").Value.ShouldBe((3 + 1.5) / 6, 1e-12);
        // Right known images are the first two: 1 + ½·… pairs of theirs over all six.
        derived.Scores.Single(score => score.Metric == "oscr").Value.ShouldBe((2 + 1.5) / 6, 1e-12);
        derived.Scores.Count.ShouldBe(8);
        derived
            .Missing.Select(missing => missing.Metric)
            .ShouldBe(
                [.. OpenSetMetrics.IdsOf(OodScore.MaxLogit, false), .. OpenSetMetrics.IdsOf(OodScore.Energy, false)],
                ignoreOrder: true
            );
        derived.Missing.ShouldAllBe(missing => missing.Reason == "only the probability of the best class is known, not its logit");
    }

    /// <summary>What is drawn are the pictures, and the copies of each with it.</summary>
    [Fact]
    public void Copies_of_out_of_distribution_pictures_make_an_interval_no_narrower()
    {
        const int Copies = 15;
        float[] strange = [0.3f, 0.5f, 0.45f, 0.8f, 0.2f];
        var (inside, labels) = (Confident(0.9f, 0.6f, 0.5f, 0.7f, 0.4f), Given.Labels([0, 0, 1, 0, 2]));
        int[] pictures = [.. Enumerable.Range(0, Copies * strange.Length).Select(image => image / Copies)];

        var once = OpenSetScores.Of(inside, labels, Confident(strange), [], false, ScoringOptions.Default);
        var often = OpenSetScores.Of(
            inside,
            labels,
            Confident([.. pictures.Select(picture => strange[picture])]),
            [],
            false,
            ScoringOptions.Default with
            {
                Pictures = new Clusters(pictures, strange.Length),
            }
        );

        foreach (var metric in new[] { "auroc", "fpr95", "fpr95-id", "oscr" })
        {
            var (one, many) = (Score(once, metric), Score(often, metric));
            (many.Value, many.CiLow, many.CiHigh).ShouldBe((one.Value, one.CiLow, one.CiHigh), metric);
        }

        static MetricScore Score(DerivedScores scores, string metric) => scores.Scores.Single(score => score.Metric == metric);
    }

    static Predictions Confident(params float[] confidence) =>
        new()
        {
            Count = confidence.Length,
            Classes = 5,
            HeadSize = 1,
            TopClass = new ushort[confidence.Length],
            TopLogit = Array.ConvertAll(confidence, MathF.Log),
            LogSumExp = new float[confidence.Length],
        };
}
