using Bench.Metrics.Predicted;

namespace Bench.Metrics.Truth;

/// <summary>Label sets made from others: over another class space, or over fewer images.</summary>
public static class LabelChanges
{
    /// <summary>Reason of images whose classes are none of the subset's.</summary>
    public const string OutsideMask = "outside-mask";

    /// <summary>The label set over some of the classes, renumbered in the order given; the counterpart of
    /// <see cref="ClassMap.Restrict"/>. An image that keeps no class is left out.</summary>
    /// <exception cref="ArgumentException">A class appears twice.</exception>
    public static GroundTruth Restrict(this GroundTruth labels, ReadOnlySpan<ushort> classes)
    {
        var place = new Dictionary<ushort, ushort>(classes.Length);
        foreach (var c in classes)
            if (!place.TryAdd(c, (ushort)place.Count))
                throw new ArgumentException($"class {c} appears twice in the subset", nameof(classes));
        var restricted = Rows(labels, i => labels.Of(i).ToArray().Where(place.ContainsKey).Select(c => place[c]).Order());
        var empty = Enumerable.Range(0, labels.Count).Where(i => labels.IsUsed(i) && restricted.Offsets[i] == restricted.Offsets[i + 1]);
        var unclear = labels.UnclearOffsets.IsEmpty
            ? default
            : Rows(labels, i => labels.UnclearOf(i).ToArray().Where(place.ContainsKey).Select(c => place[c]).Order());
        // An original class outside the subset has no number there: means over original classes are then over the
        // images that stay, which all have one.
        var original = new ushort[labels.OriginalClass.Length];
        for (var i = 0; i < original.Length; i++)
            original[i] = place.GetValueOrDefault(labels.OriginalClass.Span[i]);
        return (
            labels with
            {
                Offsets = restricted.Offsets,
                Classes = restricted.Classes,
                UnclearOffsets = unclear.Offsets,
                UnclearClasses = unclear.Classes,
                OriginalClass = original,
            }
        ).Without(empty, OutsideMask);
    }

    /// <summary>The label set that accepts, in addition to each class, the classes that mean the same in another
    /// dataset.</summary>
    /// <param name="labels">The label set.</param>
    /// <param name="sameAs">[C] classes that mean what a class means, itself included; empty where there is
    /// none.</param>
    public static GroundTruth Widen(this GroundTruth labels, IReadOnlyList<ushort[]> sameAs)
    {
        var (offsets, classes) = Rows(labels, i => labels.Of(i).ToArray().SelectMany(c => sameAs[c].Append(c)).Distinct().Order());
        return labels with
        {
            Offsets = offsets,
            Classes = classes,
            SingleLabel = labels.SingleLabel && classes.Length == labels.Classes.Length,
        };
    }

    /// <summary>The label set without some images, which are counted under a reason. Images left out already keep
    /// theirs.</summary>
    /// <param name="images">Indices of images.</param>
    /// <param name="reason">The reason as the API gives it.</param>
    public static GroundTruth Without(this GroundTruth labels, IEnumerable<int> images, string reason)
    {
        var left = images.Where(labels.IsUsed).ToList();
        if (left.Count == 0)
            return labels;
        var exclusions = labels.Exclusions.IsEmpty ? new byte[labels.Count] : labels.Exclusions.ToArray();
        var reasons = labels.ExclusionReasons.Contains(reason) ? labels.ExclusionReasons : [.. labels.ExclusionReasons, reason];
        var code = (byte)(1 + reasons.ToList().IndexOf(reason));
        foreach (var image in left)
            exclusions[image] = code;
        return labels with { Exclusions = exclusions, ExclusionReasons = reasons };
    }

    internal static (int[] Offsets, ushort[] Classes) Rows(GroundTruth labels, Func<int, IEnumerable<ushort>> row)
    {
        var offsets = new int[labels.Count + 1];
        var classes = new List<ushort>(labels.Classes.Length);
        for (var i = 0; i < labels.Count; i++)
        {
            classes.AddRange(row(i));
            offsets[i + 1] = classes.Count;
        }
        return (offsets, [.. classes]);
    }
}
