using Bench.Metrics.Truth;

namespace Bench.Benchmarks.Metrics;

/// <summary>Six label sets of the made-up images, of the kinds and sizes of the real ones: single, several, corrected, pruned, with
/// unclear classes.</summary>
internal static class MadeLabels
{
    public static IReadOnlyList<(string Key, GroundTruth Labels)> All(int images, int classes)
    {
        var truth = MadeModel.Truth(images, classes);
        var random = new Random(50_000);
        var kinds = Enumerable.Range(0, images).Select(_ => random.NextDouble()).ToArray();
        var sizes = Enumerable.Range(0, images).Select(_ => random.NextDouble()).ToArray();
        var original = truth.Select((@class, image) => kinds[image] < 0.0286 ? Next(@class, 3) : @class).ToArray();
        ushort Next(int @class, int step) => (ushort)((@class + step) % classes);

        // Shares of changed, missing and added labels as in the published label sets.
        return
        [
            ("original", Build(image => [original[image]])),
            (
                "real",
                Build(image =>
                    kinds[image] is > 0.5 and < 0.5633
                        ? null
                        : sizes[image] switch
                        {
                            < 0.84 => [truth[image]],
                            < 0.96 => [truth[image], Next(truth[image], 1)],
                            _ => [truth[image], Next(truth[image], 1), Next(truth[image], 2)],
                        }
                )
            ),
            ("cleanlab-fixed", Build(image => [truth[image]])),
            ("cleanlab-pruned", Build(image => kinds[image] is > 0.9 and < 0.9178 ? null : [truth[image]])),
            (
                "cleanlab-set",
                Build(image =>
                    kinds[image] switch
                    {
                        > 0.9 and < 0.9178 => null,
                        > 0.8 and < 0.812 => [truth[image], Next(truth[image], 1)],
                        _ => [truth[image]],
                    }
                )
            ),
            (
                "multilabel",
                Build(
                    image =>
                        kinds[image] > 0.4 ? null
                        : sizes[image] < 0.75 ? [truth[image]]
                        : [truth[image], Next(truth[image], 2)],
                    unclear: image => [Next(truth[image], 4)]
                )
            ),
        ];

        GroundTruth Build(Func<int, ushort[]?> classesOf, Func<int, ushort[]>? unclear = null)
        {
            var sets = Enumerable.Range(0, images).Select(classesOf).ToArray();
            var (offsets, flat) = Flatten(sets);
            var (unclearOffsets, unclearFlat) = unclear is null ? ([], []) : Flatten([.. Enumerable.Range(0, images).Select(unclear)]);
            return new()
            {
                Offsets = offsets,
                Classes = flat,
                Exclusions = sets.Select(set => set is null ? (byte)1 : (byte)0).ToArray(),
                ExclusionReasons = ["no-label"],
                OriginalClass = original,
                UnclearOffsets = unclearOffsets,
                UnclearClasses = unclearFlat,
                SingleLabel = sets.All(set => set is null or [_]),
            };
        }
    }

    static (int[] Offsets, ushort[] Flat) Flatten(ushort[]?[] sets)
    {
        var offsets = new int[sets.Length + 1];
        for (var image = 0; image < sets.Length; image++)
            offsets[image + 1] = offsets[image] + (sets[image]?.Length ?? 0);
        return (offsets, [.. sets.SelectMany(set => (set ?? []).Order())]);
    }
}
