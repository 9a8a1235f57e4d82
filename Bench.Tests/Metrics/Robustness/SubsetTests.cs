using System.Text.Json;
using Bench.Metrics.Robustness;
using CsCheck;

namespace Bench.Tests.Metrics.Robustness;

public class SubsetTests
{
    // Multiples of 1/8 are exact in half precision, so head and tail agree.
    static readonly Gen<double[][]> Matrix = Gen.Int[-40, 40].Select(static v => v / 8.0).Array[9].Array[1, 6];

    [Fact]
    public void The_subset_is_taken_before_argmax_and_softmax()
    {
        var subset = SubsetPredictions.Take(Given.Logits([[5, 1, 3, 2]]), [1, 3]).Predictions;
        subset.TopClass.ToArray().ShouldBe([(ushort)1, (ushort)0]);
        Math.Exp(subset.TopLogit.Span[0] - subset.LogSumExp.Span[0]).ShouldBe(Math.E * Math.E / (Math.E * Math.E + Math.E), 1e-6);
    }

    [Fact]
    public void It_equals_predicting_with_only_those_columns_whatever_the_head() =>
        Gen.Select(Matrix, Gen.Int[1, 511], Gen.Int[1, 9]).Sample((rows, bits, head) =>
        {
            ushort[] classes = [.. Enumerable.Range(0, 9).Where(c => (bits >> c & 1) != 0).Select(static c => (ushort)c)];
            var taken = SubsetPredictions.Take(Given.Logits(rows, head), classes);
            var direct = Given.Logits([.. rows.Select(row => Array.ConvertAll(classes, c => row[c]))], head);
            taken.Predictions.TopClass.ToArray().ShouldBe(direct.TopClass.ToArray());
            taken.Predictions.TopLogit.ToArray().ShouldBe(direct.TopLogit.ToArray());
            taken.Predictions.Logits.ToArray().ShouldBe(direct.Logits.ToArray());
            taken.Predictions.LogSumExp.ToArray().ShouldBe(direct.LogSumExp.ToArray(), 1e-5);
        }, iter: 1000);

    [Fact]
    public void Images_that_only_the_tail_could_decide_are_counted() =>
        SubsetPredictions.Take(Given.Logits([[5, 1, 3, 2], [1, 5, 3, 2]], head: 2), [1, 3]).DecidedByTail.ShouldBe(1);

    [Fact]
    public void Wrong_subsets_are_refused()
    {
        var predictions = Given.Logits([[1, 2, 3]]);
        Should.Throw<ArgumentException>(() => SubsetPredictions.Take(predictions, []));
        Should.Throw<ArgumentException>(() => SubsetPredictions.Take(predictions, [2, 1]));
        Should.Throw<ArgumentException>(() => SubsetPredictions.Take(predictions, [3]));
        Should.Throw<ArgumentException>(() => SubsetPredictions.Take(Given.Ranks(3, 1), [1]));
    }

    [Fact]
    public void Labels_outside_the_subset_leave_their_image_out()
    {
        var labels = SubsetLabels.Take(Given.Sets([0, 2], [1], [], [3]), [1, 2], 4);
        labels.Of(0).ToArray().ShouldBe([(ushort)1]);
        labels.Of(1).ToArray().ShouldBe([(ushort)0]);
        labels.IsUsed(1).ShouldBeTrue();
        labels.ExclusionReasons[labels.Exclusions.Span[2] - 1].ShouldBe("no-label");
        labels.ExclusionReasons[labels.Exclusions.Span[3] - 1].ShouldBe(SubsetLabels.OutsideSubset);
    }

    [Fact]
    public void Clean_accuracy_is_paired_over_the_same_classes()
    {
        // Over {1, 2}: image 0 is a 2 and wins there; image 1 is a 1 but 2 wins; image 2 is a 0 and not used.
        var clean = PairedCleanAccuracy.Of(Given.Logits([[9, 1, 2], [0, 1, 3], [5, 0, 0]]), Given.Labels(2, 1, 0), [1, 2]);
        clean.Outcomes.UsedCount.ShouldBe(2);
        clean.Outcomes.Accuracy.ShouldBe(0.5);
    }

    [Fact]
    public void Several_classes_may_be_one_object()
    {
        // Classes 0 and 3 are object 7, class 1 is object 4, class 2 maps to nothing.
        var groups = new ClassGroups([7, 4, -1, 7]);
        groups.Mapped.ToArray().ShouldBe([(ushort)0, (ushort)1, (ushort)3]);
        groups.Count.ShouldBe(2);
        var labels = groups.Accept([7, 4, 5]);
        labels.Of(0).ToArray().ShouldBe([(ushort)0, (ushort)2]);
        labels.Of(1).ToArray().ShouldBe([(ushort)1]);
        labels.IsUsed(2).ShouldBeFalse();
        labels.SingleLabel.ShouldBeFalse();

        var best = SubsetPredictions.Take(Given.Logits([[0, 1, 9, 2], [3, 1, 9, 0], [0, 0, 0, 0]]), groups.Mapped).Predictions;
        labels.Of(0).Contains(best.TopClass.Span[0]).ShouldBeTrue(); // class 2 is out, class 3 wins
        labels.Of(1).Contains(best.TopClass.Span[best.HeadSize]).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new ClassGroups([-1, -1]));
    }

    [Fact]
    public void The_real_ObjectNet_map_joins_125_classes_into_113_objects()
    {
        var map = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(SharedFolder.Require("labels/objectnet/imagenet_id_to_objectnet_id.json")))!;
        var groupOf = new int[1_000];
        Array.Fill(groupOf, -1);
        foreach (var (category, group) in map) groupOf[int.Parse(category)] = group;
        var groups = new ClassGroups(groupOf);
        groups.Mapped.Length.ShouldBe(125);
        groups.Count.ShouldBe(113);
    }
}
