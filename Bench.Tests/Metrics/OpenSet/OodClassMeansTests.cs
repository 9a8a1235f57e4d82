using Bench.Metrics.Catalogue;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;
using CsCheck;

namespace Bench.Tests.Metrics.OpenSet;

public sealed class OodClassMeansTests
{
    static readonly Gen<float[]> Scores = Gen.Int[-3, 3].Select(static v => (float)v).Array[1, 12];

    [Fact]
    public void A_class_of_many_images_counts_no_more_than_one_of_few()
    {
        // Class 0 is told apart without a mistake; class 1 of three images lies below everything that is known.
        var (auroc, accepted) = OodClassMeans.Compute([1, 2], [5, 0, 0, 0], [0, 1, 1, 1]);

        (auroc, accepted).ShouldBe((0.5, 0.5));
        Auroc.Compute(ThresholdSweep.OfTwo([5, 0, 0, 0], [1, 2])).ShouldBe(0.25);
    }

    [Fact]
    public void A_resample_is_the_same_as_repeating_its_images() =>
        Gen.Select(Scores, Scores, Gen.Int[0, 2].Array[12], Gen.Int[0, 3].Array[24])
            .Sample(
                (known, unknown, classes, counts) =>
                {
                    int[] each = classes[..unknown.Length];
                    var replicated = new ReplicatedOodClasses(known, unknown, each);
                    var values = new double[replicated.Outputs];

                    replicated.Replicate(replicated.Order.Select(i => (float)counts[i]).ToArray().AsSpan(), values);

                    float[] drawn = [.. known.SelectMany((score, i) => Enumerable.Repeat(score, counts[i]))];
                    int[] strange = [.. unknown.SelectMany((_, i) => Enumerable.Repeat(i, counts[known.Length + i]))];
                    if (drawn.Length == 0 || strange.Length == 0)
                    {
                        values.ShouldAllBe(value => double.IsNaN(value));
                        return;
                    }
                    var (auroc, accepted) = OodClassMeans.Compute(
                        drawn,
                        [.. strange.Select(i => unknown[i])],
                        [.. strange.Select(i => each[i])]
                    );
                    values[ReplicatedOodClasses.Area].ShouldBe(auroc, 1e-9);
                    values[ReplicatedOodClasses.Accepted].ShouldBe(accepted, 1e-9);
                },
                iter: 1000
            );

    [Fact]
    public void Pictures_in_one_folder_have_no_classes_to_take_a_mean_over()
    {
        var predictions = Given.Logits([
            [2, 0, 0],
            [0, 1, 0],
        ]);
        var labels = new GroundTruth
        {
            Offsets = new[] { 0, 1, 2 },
            Classes = new ushort[] { 0, 1 },
            SingleLabel = true,
        };

        var one = OpenSetClassScores.Of(predictions, labels, predictions, [0, 0], [], allClasses: false, ScoringOptions.Default);
        var two = OpenSetClassScores.Of(predictions, labels, predictions, [0, 1], [], allClasses: false, ScoringOptions.Default);

        one.Scores.ShouldBeEmpty();
        one.Missing.ShouldAllBe(missing => missing.Reason == OpenSetClassMetrics.WithoutClasses);
        two.Scores.Select(score => score.Metric)
            .ShouldBe([
                "auroc-class-mean",
                "fpr95-id-class-mean",
                "auroc-class-mean-max-logit",
                "fpr95-id-class-mean-max-logit",
                "auroc-class-mean-energy",
                "fpr95-id-class-mean-energy",
            ]);
    }
}
