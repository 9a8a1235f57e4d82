using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using CsCheck;

namespace Bench.Tests.Metrics.Robustness;

public class PairedCleanAccuracyTests
{
    [Fact]
    public void Clean_accuracy_is_answered_among_the_subset_and_over_its_images()
    {
        // Over {1, 2}: image 0 is a 2 and wins there; image 1 is a 1 but 2 wins; image 2 is a 0 and not used.
        var clean = PairedCleanAccuracy.Of(
            Given.Logits([
                [9, 1, 2],
                [0, 1, 3],
                [5, 0, 0],
            ]),
            Given.Labels(2, 1, 0),
            [1, 2]
        );
        clean.UsedCount.ShouldBe(2);
        clean.Accuracy.ShouldBe(0.5);
    }

    [Fact]
    public void It_is_the_argmax_over_the_subsets_columns() =>
        Gen.Select(Gen.Int[-40, 40].Select(static v => v / 8.0).Array[9].Array[1, 6], Gen.Int[1, 511], Gen.Int[0, 8])
            .Sample(
                (rows, bits, label) =>
                {
                    ushort[] classes = [.. Enumerable.Range(0, 9).Where(c => (bits >> c & 1) != 0).Select(static c => (ushort)c)];
                    var clean = PairedCleanAccuracy.Of(Given.Logits(rows), Given.Labels([.. rows.Select(_ => label)]), classes);
                    for (var i = 0; i < rows.Length; i++)
                    {
                        clean.Used[i].ShouldBe(classes.Contains((ushort)label));
                        clean.Correct[i].ShouldBe(clean.Used[i] && classes.MaxBy(c => (rows[i][c], -c)) == label);
                    }
                },
                iter: 500
            );

    [Fact]
    public void Predictions_and_labels_of_different_images_are_refused() =>
        Should.Throw<ArgumentException>(() =>
            PairedCleanAccuracy.Of(
                Given.Logits([
                    [1, 2],
                ]),
                Given.Labels(0, 1),
                [0]
            )
        );

    [Fact]
    public void The_real_ObjectNet_map_joins_125_classes_into_113_objects()
    {
        var map = JsonSerializer.Deserialize<Dictionary<string, int>>(
            File.ReadAllBytes(SharedFolder.Require("labels/objectnet/imagenet_id_to_objectnet_id.json"))
        )!;
        var objects = map.Values.Distinct().Order().ToList();
        var targetOf = new int[1_000];
        Array.Fill(targetOf, -1);
        foreach (var (category, group) in map)
            targetOf[int.Parse(category)] = objects.IndexOf(group);
        targetOf.Count(static target => target >= 0).ShouldBe(125);
        objects.Count.ShouldBe(113);

        // 409 and 530 are both an alarm clock, the first object; a class outside the map wins and does not count.
        var logits = new double[1_000];
        (logits[530], logits[414], logits[0]) = (3, 2, 9);
        var mapped = Given
            .Logits([logits])
            .Group(
                new ClassGroups(
                    1_000,
                    GroupRule.Max,
                    objects.Select((_, group) => Enumerable.Range(0, 1_000).Where(c => targetOf[c] == group).Select(c => (ushort)c))
                )
            );
        mapped.TopClass.Span[0].ShouldBe((ushort)targetOf[409]);
        mapped.TopClass.Span[1].ShouldBe((ushort)targetOf[414]);
    }
}
