namespace Bench.Service.Datasets.Manifests;

/// <summary>Which classes a dataset does not tell apart, because its folders are wider than a class
/// (ObjectNet).</summary>
static class SharedClasses
{
    /// <summary>[C] for each class those that share an image's label with it; null when every image has one
    /// class.</summary>
    public static IReadOnlyList<ushort[]>? SameClass(this IReadOnlyList<ManifestImage> images)
    {
        var wide = images.Where(image => image.Classes.Length > 1).Select(image => image.Classes).Distinct().ToList();
        if (wide.Count == 0)
            return null;
        var same = new SortedSet<ushort>[ushort.MaxValue + 1];
        foreach (var classes in wide)
        foreach (var c in classes)
            (same[c] ??= []).UnionWith(classes);
        return [.. same.Select(classes => classes is null ? [] : classes.ToArray())];
    }
}
