using Bench.Metrics.Predicted;

namespace Bench.Metrics.Truth;

/// <summary>Label sets from classes to groups of them and back.</summary>
public static class GroupedLabels
{
    /// <summary>The label set over groups: an image has every group that one of its classes is in. An image without any
    /// is left out.</summary>
    /// <exception cref="ArgumentException">A label is outside the groups' space.</exception>
    public static GroundTruth ToGroups(this GroundTruth labels, ClassGroups groups)
    {
        var (offsets, classes) = LabelChanges.Rows(labels, image => Named(labels.Of(image), groups));
        var (unclearOffsets, unclear) = labels.UnclearOffsets.IsEmpty
            ? ([], [])
            : LabelChanges.Rows(labels, image => Named(labels.UnclearOf(image), groups));
        // An original class that no group has is no group's: its images are those that the label set leaves out.
        var original = new ushort[labels.OriginalClass.Length];
        for (var i = 0; i < original.Length; i++)
            original[i] = Named([labels.OriginalClass.Span[i]], groups).FirstOrDefault();
        return (
            labels with
            {
                Offsets = offsets,
                Classes = classes,
                UnclearOffsets = unclearOffsets,
                UnclearClasses = unclear,
                OriginalClass = original,
                SingleLabel = labels.SingleLabel && !groups.Overlap,
            }
        ).Without(
            Enumerable.Range(0, labels.Count).Where(image => labels.IsUsed(image) && offsets[image] == offsets[image + 1]),
            LabelChanges.OutsideMask
        );
    }

    /// <summary>The label set over the groups' classes: an image has every class of its groups.</summary>
    /// <param name="labels">A label set over groups.</param>
    /// <param name="groups">The groups.</param>
    public static GroundTruth ToMembers(this GroundTruth labels, ClassGroups groups)
    {
        var (offsets, classes) = LabelChanges.Rows(labels, image => Members(labels.Of(image), groups));
        var (unclearOffsets, unclear) = labels.UnclearOffsets.IsEmpty
            ? ([], [])
            : LabelChanges.Rows(labels, image => Members(labels.UnclearOf(image), groups));
        return labels with
        {
            Offsets = offsets,
            Classes = classes,
            UnclearOffsets = unclearOffsets,
            UnclearClasses = unclear,
            OriginalClass = default,
            SingleLabel = labels.SingleLabel && classes.Length == labels.Classes.Length,
        };
    }

    static List<ushort> Named(ReadOnlySpan<ushort> classes, ClassGroups groups)
    {
        var found = new SortedSet<ushort>();
        foreach (var c in classes)
        foreach (var group in groups.GroupsOf(c))
            if (group < groups.Named)
                found.Add(group);
        return [.. found];
    }

    static List<ushort> Members(ReadOnlySpan<ushort> groupsOfImage, ClassGroups groups)
    {
        var found = new SortedSet<ushort>();
        foreach (var group in groupsOfImage)
            found.UnionWith(groups.MembersOf(group).ToArray());
        return [.. found];
    }
}
