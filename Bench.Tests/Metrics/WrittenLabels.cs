using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics;

/// <summary>Short ways to write label sets in a test.</summary>
internal static class WrittenLabels
{
    /// <summary>One label an image; −1 leaves an image out.</summary>
    public static GroundTruth Single(params int[] classes) =>
        Sets([.. classes.Select(c => c < 0 ? [] : new[] { c })]) with
        {
            SingleLabel = true,
        };

    /// <summary>A set of labels an image; an empty one leaves the image out for the reason <c>no-label</c>.</summary>
    public static GroundTruth Sets(params int[][] sets)
    {
        var (offsets, classes) = Rows(sets);
        var anyEmpty = sets.Any(s => s.Length == 0);
        return new()
        {
            Offsets = offsets,
            Classes = classes,
            Exclusions = anyEmpty ? sets.Select(s => (byte)(s.Length == 0 ? 1 : 0)).ToArray() : default(ReadOnlyMemory<byte>),
            ExclusionReasons = anyEmpty ? ["no-label"] : [],
            SingleLabel = false,
        };
    }

    public static GroundTruth WithUnclear(this GroundTruth labels, params int[][] unclear)
    {
        var (offsets, classes) = Rows(unclear);
        return labels with { UnclearOffsets = offsets, UnclearClasses = classes };
    }

    public static GroundTruth WithOriginal(this GroundTruth labels, params int[] original) =>
        labels with
        {
            OriginalClass = original.Select(c => (ushort)c).ToArray(),
        };

    static (int[] Offsets, ushort[] Classes) Rows(int[][] sets)
    {
        var offsets = new int[sets.Length + 1];
        for (var i = 0; i < sets.Length; i++)
            offsets[i + 1] = offsets[i] + sets[i].Length;
        return (offsets, [.. sets.SelectMany(s => s.Order()).Select(c => (ushort)c)]);
    }
}
