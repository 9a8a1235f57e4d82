namespace Bench.Metrics.Robustness;

/// <summary>A many-to-one map from a model's classes to a dataset's own: several ImageNet classes are one ObjectNet object.</summary>
/// <remarks>A prediction is right when the best of the mapped classes maps to the image's group. With the groups written as label sets over the mapped classes, that is argmax ∈ set,
/// so every set-valued metric works on <see cref="SubsetPredictions"/> of <see cref="Mapped"/> unchanged.</remarks>
public sealed class ClassGroups
{
    readonly Dictionary<int, List<ushort>> _places = [];
    readonly ushort[] _mapped;

    /// <param name="groupOf">[C] group of each class of the model, −1 for a class that maps to none.</param>
    /// <exception cref="ArgumentException">No class is mapped, or there are more than 65,536.</exception>
    public ClassGroups(ReadOnlySpan<int> groupOf)
    {
        if (groupOf.Length > ushort.MaxValue + 1) throw new ArgumentException($"{groupOf.Length} classes are too many", nameof(groupOf));
        var mapped = new List<ushort>();
        for (var category = 0; category < groupOf.Length; category++)
        {
            if (groupOf[category] < 0) continue;
            if (!_places.TryGetValue(groupOf[category], out var places)) _places[groupOf[category]] = places = [];
            places.Add((ushort)mapped.Count);
            mapped.Add((ushort)category);
        }
        if (mapped.Count == 0) throw new ArgumentException("no class is mapped", nameof(groupOf));
        _mapped = [.. mapped];
    }

    /// <summary>The model's classes that map to a group, ascending: what <see cref="SubsetPredictions.Take"/> wants.</summary>
    public ReadOnlySpan<ushort> Mapped => _mapped;

    /// <summary>Number of groups that a class maps to.</summary>
    public int Count => _places.Count;

    /// <summary>Labels over <see cref="Mapped"/>: each image accepts the places of all classes of its group.</summary>
    /// <param name="group">[N] the image's group; one without a class, or below 0, excludes the image as <see cref="SubsetLabels.OutsideSubset"/>.</param>
    public Labels Accept(ReadOnlySpan<int> group)
    {
        var offsets = new int[group.Length + 1];
        var classes = new List<ushort>();
        var exclusions = new byte[group.Length];
        for (var image = 0; image < group.Length; image++)
        {
            if (_places.TryGetValue(group[image], out var places)) classes.AddRange(places);
            else exclusions[image] = 1;
            offsets[image + 1] = classes.Count;
        }
        return new()
        {
            Offsets = offsets,
            Classes = classes.ToArray(),
            Exclusions = exclusions,
            ExclusionReasons = [SubsetLabels.OutsideSubset],
            SingleLabel = _places.Values.All(static places => places.Count == 1),
        };
    }
}
