namespace Bench.Metrics.Robustness;

/// <summary>A label view over some of its classes, to go with <see cref="SubsetPredictions"/>.</summary>
public static class SubsetLabels
{
    /// <summary>Reason of the images that have no label in the subset.</summary>
    public const string OutsideSubset = "outside-subset";

    /// <param name="labels">A label view over C classes.</param>
    /// <param name="classes">The subset, ascending, without repeats; each below C.</param>
    /// <param name="classCount">C.</param>
    /// <returns>The same images with class indices of the subset. Labels outside it are dropped, an image left without any is excluded; earlier exclusions keep their
    /// reason. Original classes are not carried over: they may lie outside.</returns>
    /// <exception cref="ArgumentException">The subset is empty, out of order or out of range.</exception>
    public static Labels Take(Labels labels, ReadOnlySpan<ushort> classes, int classCount)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var place = ClassPlaces.Of(classes, classCount);
        var reasons = labels.ExclusionReasons.Append(OutsideSubset).ToArray();
        var exclusions = new byte[labels.Count];
        var accepted = new Rows(labels.Count);
        var unclear = new Rows(labels.Count);
        for (var image = 0; image < labels.Count; image++)
        {
            accepted.Add(image, labels.Of(image), place);
            unclear.Add(image, labels.UnclearOf(image), place);
            exclusions[image] = !labels.IsUsed(image) ? labels.Exclusions.Span[image] : accepted.IsEmpty(image) ? (byte)reasons.Length : (byte)0;
        }
        return new()
        {
            Offsets = accepted.Offsets,
            Classes = accepted.Classes.ToArray(),
            Exclusions = exclusions,
            ExclusionReasons = reasons,
            SingleLabel = labels.SingleLabel,
            UnclearOffsets = labels.UnclearOffsets.IsEmpty ? default(ReadOnlyMemory<int>) : unclear.Offsets,
            UnclearClasses = unclear.Classes.ToArray(),
        };
    }

    sealed class Rows(int count)
    {
        public int[] Offsets { get; } = new int[count + 1];

        public List<ushort> Classes { get; } = [];

        public void Add(int image, ReadOnlySpan<ushort> classes, int[] place)
        {
            foreach (var category in classes)
                if (place[category] >= 0) Classes.Add((ushort)place[category]);
            Offsets[image + 1] = Classes.Count;
        }

        public bool IsEmpty(int image) => Offsets[image] == Offsets[image + 1];
    }
}
