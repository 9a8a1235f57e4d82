using Bench.Metrics.Catalogue;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;
using CsCheck;

namespace Bench.Tests.Metrics.OpenSet;

public sealed class SpuriousScoresTests
{
    [Fact]
    public void A_class_is_told_from_what_goes_with_it_by_its_own_probability()
    {
        var inside = Given.Logits([
            [3, 0, 0],
            [1, 0, 0],
            [0, 2, 0],
            [0, 0, 2],
        ]);
        // Of class 0 one picture lies between its two, of class 1 one lies below; class 2 has none.
        var outside = Given.Logits([
            [2, 0, 0],
            [0, 1, 0],
        ]);

        var scores = SpuriousScores.Of(inside, Labels(0, 0, 1, 2), outside, [0, 1], [], ScoringOptions.Default);

        Value(scores, "spurious-auroc").ShouldBe((0.5 + 1) / 2, 1e-12);
        Value(scores, "spurious-score").ShouldBe(((1 + 2.0 / 3) / 2 + 1) / 2, 1e-12);
        scores.Scores.ShouldAllBe(score => score.N == 5 && score.CiLow <= score.Value && score.Value <= score.CiHigh);
    }

    [Fact]
    public void A_resample_is_the_same_as_repeating_its_images() =>
        Gen.Select(Gen.Int[-2, 2].Array[2, 10], Gen.Bool.Array[10], Gen.Int[0, 3].Array[10])
            .Sample(
                (levels, kinds, counts) =>
                {
                    var curve = SpuriousCurves.Curve.Of(levels.Select((level, i) => ((float)level, i, kinds[i])));
                    var values = new double[2];

                    new SpuriousCurves([curve]).Replicate(counts.Select(count => (float)count).ToArray().AsSpan(), values);

                    float[] Drawn(bool own) =>
                        [.. levels.SelectMany((level, i) => kinds[i] == own ? Enumerable.Repeat((float)level, counts[i]) : [])];
                    var (own, other) = (Drawn(true), Drawn(false));
                    if (own.Length == 0 || other.Length == 0)
                    {
                        values.ShouldAllBe(value => double.IsNaN(value));
                        return;
                    }
                    var sweep = ThresholdSweep.OfTwo(own, other);
                    values[SpuriousCurves.Precision].ShouldBe(AveragePrecision.OfPositives(sweep), 1e-9);
                    values[SpuriousCurves.Area].ShouldBe(Auroc.Compute(sweep), 1e-9);
                },
                iter: 1000
            );

    [Fact]
    public void The_best_classes_alone_do_not_say_how_probable_another_is()
    {
        var ranks = MadePredictions.TopConfidence(5, (0, 0.9), (1, 0.8));

        var scores = SpuriousScores.Of(ranks, Labels(0, 1), ranks, [0, 1], [], ScoringOptions.Default);

        scores.Missing.Select(missing => missing.Metric).ShouldBe(SpuriousMetrics.Ids);
        scores.Missing.ShouldAllBe(missing => missing.Reason == SpuriousMetrics.NeedsEveryLogit);
    }

    static double Value(DerivedScores scores, string metric) => scores.Scores.Single(score => score.Metric == metric).Value;

    static GroundTruth Labels(params ushort[] classes) =>
        new()
        {
            Offsets = Enumerable.Range(0, classes.Length + 1).ToArray(),
            Classes = classes,
            SingleLabel = true,
        };
}
